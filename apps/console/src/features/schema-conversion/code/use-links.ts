'use client';
import { selectPaths } from '@ferry/contract';
import type { CodeLink } from '@ferry/contract';
import { useOperation } from '@/api/hooks';
import { useEffect, useState } from 'react';
import type { SelectedNode } from '../nodes';

const none: readonly CodeLink[] = [];
/** Milliseconds on one object after which somebody reads it. */
const restful = 600;

/** Whether this has been the same object for a while. */
function useRested(path: string | undefined): boolean {
  const [rested, setRested] = useState<string>();
  useEffect(() => {
    const timer = setTimeout(() => setRested(path), restful);
    return () => clearTimeout(timer);
  }, [path]);
  return path !== undefined && rested === path;
}

/**
 * What became what in the two codes that are shown. A long object has thousands of links: they are fetched after its code, and not
 * for objects that are only passed. A text that a person wrote has none.
 * @param wanted somebody looks for them already
 */
export function useLinks(project: string, node: SelectedNode, wanted: boolean): readonly CodeLink[] {
  const { source, target, sourcePath, targetPath } = node;
  const ofTarget = targetPath !== undefined;
  const fits = ofTarget ? target?.TargetCode?.Edited === false && target.SourceMetadataModels?.[0]?.Path === sourcePath : source?.TargetDefinition !== undefined;
  const path = ofTarget ? targetPath : sourcePath;
  const rested = useRested(path);
  const { data } = useOperation(
    'DescribeCodeLinks',
    { MigrationProjectIdentifier: project, Origin: ofTarget ? 'TARGET' : 'SOURCE', SelectionRules: selectPaths([path ?? '']) },
    { enabled: (wanted || rested) && fits && path !== undefined },
  );
  return (fits ? data?.Links : undefined) ?? none;
}
