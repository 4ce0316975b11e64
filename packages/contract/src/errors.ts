import { z } from 'zod';

/** The body of every refused call, in AWS JSON 1.1. The HTTP status is that of the table of errors in the kernel. */
export const errorBody = z.object({ __type: z.string(), message: z.string() });
export type ErrorBody = z.infer<typeof errorBody>;
