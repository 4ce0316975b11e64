import { z } from 'zod';
import { errorCodes } from '@ferry/kernel';

/** The body of every refused call, in AWS JSON 1.1. The HTTP status is that of the table of errors in the kernel. */
export const errorBody = z.object({ __type: z.string(), message: z.string() });
export type ErrorBody = z.infer<typeof errorBody>;

/** Every `__type` that an operation can answer with. */
export const errorTypes = [...new Set(Object.values(errorCodes).map((code) => code.aws))];
