import { AppError } from '@ferry/kernel';
import type { Verifier } from '../seam';
export async function openVerifier(_connection: string, _options: { readonly version: number }): Promise<Verifier> {
  throw new AppError('unavailable', { public: 'Verification is not there yet.' });
}
