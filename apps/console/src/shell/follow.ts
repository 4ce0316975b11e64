'use client';
import { useRouter } from 'next/navigation';
import { useCallback } from 'react';

interface FollowEvent {
  readonly detail: { readonly href?: string | undefined; readonly external?: boolean | undefined };
  preventDefault(): void;
}

/** For `onFollow` of Cloudscape's links: changes the page without loading it anew. */
export function useFollow(): (event: FollowEvent) => void {
  const router = useRouter();
  return useCallback(
    (event: FollowEvent) => {
      if (event.detail.href === undefined || event.detail.external === true || !event.detail.href.startsWith('/') || event.detail.href.startsWith('/api/')) return;
      event.preventDefault();
      router.push(event.detail.href);
    },
    [router],
  );
}
