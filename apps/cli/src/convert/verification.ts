import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TargetDialect, Verifier } from '@ferry/conversion';
import type { Verify } from './options';

/** A verifier and whatever was started for it. */
export interface Verification {
  readonly verifier: Verifier;
  readonly close: () => Promise<void>;
}

const userSuffix = (): string => String(process.getuid?.() ?? 'user');

/** Opens the place where converted code is tried; undefined for none. An embedded server is thrown away on close. */
export async function openVerification(target: TargetDialect, verify: Verify, version: number): Promise<Verification | undefined> {
  if (verify.on === 'none') return undefined;
  if (verify.on === 'server') {
    const verifier = await target.openVerifier(verify.url, { version });
    return { verifier, close: () => verifier.close() };
  }
  // Loaded only when it is needed: starting up stays quick without.
  const { startEphemeralCluster } = await import('@ferry/embedded-postgresql');
  const cluster = await startEphemeralCluster({ baseDir: join(tmpdir(), `ferry-verify-${userSuffix()}`) });
  try {
    const verifier = await target.openVerifier(cluster.url, { version });
    return {
      verifier,
      close: async () => {
        await verifier.close().finally(() => cluster.stop());
      },
    };
  } catch (thrown) {
    await cluster.stop();
    throw thrown;
  }
}
