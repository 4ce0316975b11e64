import type { OperationInput, OperationName } from '@ferry/contract';

/** Every answer is kept under the operation's name and its input. */
export const queryKey = <N extends OperationName>(operation: N, input?: OperationInput<N>): readonly unknown[] => (input === undefined ? [operation] : [operation, input]);
