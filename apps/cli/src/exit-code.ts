import type { ErrorCode } from '@ferry/kernel';

/** What the shell gets: 0 done (also with action items), 2 input that cannot be used, 3 the server refused some objects, 1 a fault of ours, 130 stopped by Ctrl-C. */
export const exitCodes = { done: 0, fault: 1, unusable: 2, refused: 3, stopped: 130 } as const;

export function exitCodeOf(code: ErrorCode): number {
  switch (code) {
    case 'internal':
    case 'quota-exceeded':
      return exitCodes.fault;
    case 'cancelled':
      return exitCodes.stopped;
    default:
      return exitCodes.unusable;
  }
}
