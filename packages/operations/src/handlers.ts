import type { OperationName, operations } from '@ferry/contract';
import type { z } from 'zod';
import type { OperationContext } from './context';

/** The handler of each operation: input is checked before, output after. A missing one does not compile. */
export type Handlers = {
  readonly [N in OperationName]: (input: z.output<(typeof operations)[N]['input']>, context: OperationContext) => Promise<z.input<(typeof operations)[N]['output']>>;
};
