import { upload } from '@/api/upload';

/** What is being sent: the file, how far it is, and its place in the list. */
export interface Sending {
  readonly file: string;
  readonly percent: number;
  readonly number: number;
  readonly of: number;
}

/**
 * Sends scripts to a data provider one after the other, in the order of their names. `sent` remembers what is there already, so that
 * a second attempt sends only the rest.
 * @throws ApiError of the file that was refused
 */
export async function sendFiles(provider: string, files: readonly File[], sent: Set<File>, onStep: (sending: Sending) => void, signal?: AbortSignal): Promise<void> {
  const byName = [...files].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  for (const [index, file] of byName.entries()) {
    if (sent.has(file)) continue;
    const step = (percent: number): void => onStep({ file: file.name, percent, number: index + 1, of: byName.length });
    step(0);
    await upload(provider, file, (progress) => step(progress.total === 0 ? 100 : Math.round((100 * progress.sent) / progress.total)), signal);
    sent.add(file);
  }
}
