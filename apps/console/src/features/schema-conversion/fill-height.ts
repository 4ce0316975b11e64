'use client';
import { useLayoutEffect, useRef, useState } from 'react';
import type { RefObject } from 'react';
import { useNotificationCount } from '@/shell/notifications';

/** The height that is left for an element from where it begins down to the end of the window, in pixels. */
export function useFillHeight(): [RefObject<HTMLDivElement | null>, number | undefined] {
  const element = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState<number>();
  const notifications = useNotificationCount();
  useLayoutEffect(() => {
    const measure = (): void => {
      if (element.current === null) return;
      const top = element.current.getBoundingClientRect().top + window.scrollY;
      setHeight(Math.max(420, Math.floor(window.innerHeight - top)));
    };
    measure();
    // What stands above grows and shrinks: notifications (they fade, so once more later), a wrapped title.
    const later = [100, 400, 1000].map((delay) => setTimeout(measure, delay));
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    window.addEventListener('resize', measure);
    return () => {
      observer.disconnect();
      later.forEach(clearTimeout);
      window.removeEventListener('resize', measure);
    };
  }, [notifications]);
  return [element, height];
}
