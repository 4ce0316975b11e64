'use client';
import type { OperationInput, OperationName } from '@ferry/contract';
import type { ReactNode } from 'react';
import { useChange } from '@/api/hooks';
import { resourceWords as words } from '@/words/resources';
import { ConfirmModal } from './confirm-modal';
import { useNotify } from './notifications';

interface DeleteResourceProps<N extends OperationName> {
  readonly operation: N;
  readonly input: OperationInput<N>;
  /** Listings that show it. */
  readonly stale: readonly OperationName[];
  readonly title: string;
  readonly question: string;
  /** What goes with it, in a few words each. */
  readonly gone?: readonly string[];
  readonly done: string;
  readonly onClose: () => void;
  readonly onDeleted?: (() => void) | undefined;
}

/** Asks before a resource is deleted; what the server refuses (in use, and by whom) is told in the dialog. */
export function DeleteResource<N extends OperationName>(props: DeleteResourceProps<N>): ReactNode {
  const remove = useChange(props.operation, props.stale);
  const notify = useNotify();
  const run = async (): Promise<void> => {
    await remove.mutateAsync(props.input);
    notify({ type: 'success', header: props.done });
    props.onDeleted?.();
  };
  return (
    <ConfirmModal title={props.title} confirm={words.delete} onConfirm={run} onClose={props.onClose}>
      <span>{props.question}</span>
      <Gone things={props.gone ?? []} />
    </ConfirmModal>
  );
}

/** The list of what is deleted. */
export function Gone({ things }: { readonly things: readonly string[] }): ReactNode {
  if (things.length === 0) return null;
  return (
    <div>
      <b>{words.willBeDeleted}</b>
      <ul style={{ margin: 0 }}>
        {things.map((thing) => (
          <li key={thing}>{thing}</li>
        ))}
      </ul>
    </div>
  );
}
