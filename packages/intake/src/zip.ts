import { AppError, checkCancelled, sizeText } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { fromBufferPromise, getFileNameLowLevel, validateFileName } from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';
import { addBytes, addProject, countEntry, largestProject, reserve } from './gather';
import { isScriptName } from './input';
import type { Gathering } from './input';
import { byPath } from './order';
import { isProjectName } from './project';

/** Local file header, or the end record of an archive without entries. */
export const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && ((bytes[2] === 3 && bytes[3] === 4) || (bytes[2] === 5 && bytes[3] === 6));

/** Ratio is looked at from this unpacked size on. */
const smallEntry = 1024 ** 2;

const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Why an entry is refused before a byte of it is unpacked. */
function refusal(entry: Entry, name: string, limits: Gathering['limits']): string | undefined {
  const invalid = validateFileName(name);
  if (invalid !== null || name.includes('\0')) return 'The entry points outside the archive (an absolute path or `..` in its name) and was not read. Pack the archive again with plain relative names.';
  if (entry.isEncrypted()) return 'The entry is encrypted and was not read. Pack the archive again without a password.';
  if (!entry.canDecodeFileData()) return 'The entry is packed with a method other than deflate and was not read. Pack the archive again as an ordinary .zip.';
  if (entry.uncompressedSize > smallEntry && entry.uncompressedSize > entry.compressedSize * limits.ratio)
    return `The entry unpacks to ${Math.round(entry.uncompressedSize / Math.max(1, entry.compressedSize))} times its size (${sizeText(entry.uncompressedSize)}), as archives made to do harm do, and was not read.`;
  return undefined;
}

/** Reads one entry; never more bytes than the archive declares for it. */
async function readEntry(zip: ZipFile, entry: Entry): Promise<Uint8Array> {
  const stream = await zip.openReadStreamPromise(entry);
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const part = chunk as Buffer;
    size += part.length;
    if (size > entry.uncompressedSize) throw new Error('the entry is longer than the archive declares');
    chunks.push(part);
  }
  return Buffer.concat(chunks, size);
}

async function addEntry(zip: ZipFile, entry: Entry, archive: string, into: Gathering): Promise<void> {
  const name = getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, false);
  if (name.endsWith('/')) return;
  const path = `${archive}/${name}`;
  countEntry(into, archive);
  const project = isProjectName(name) && entry.uncompressedSize <= largestProject;
  if ((!isScriptName(name) && !project) || /(^|\/)(__MACOSX\/|\._)/.test(name)) {
    into.passedOver.push({ path, reason: 'not a script by its name' });
    return;
  }
  const refused = refusal(entry, name, into.limits);
  if (refused !== undefined) into.problems.push({ path, message: refused });
  else if (reserve(into, path, entry.uncompressedSize)) {
    let bytes: Uint8Array;
    try {
      bytes = await readEntry(zip, entry);
    } catch (thrown) {
      // One damaged entry: the library reports it, the others may be whole.
      into.problems.push({ path, message: `The entry is damaged (${reasonOf(thrown)}). Pack the archive again.` });
      return;
    }
    if (project) addProject(into, path, bytes);
    else await addBytes(into, path, bytes);
  }
}

/** Adds the scripts inside an archive, in the order of names. A damaged archive is a problem; what was read before the damage is kept. */
export async function addZip(into: Gathering, path: string, bytes: Uint8Array, run: Run): Promise<void> {
  if (bytes.length === 0) {
    into.problems.push({ path, message: 'The archive is empty (0 bytes). Pack it again.' });
    return;
  }
  const before = into.texts.length;
  try {
    const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { decodeStrings: false, lazyEntries: true });
    if (zip.entryCount === 0) into.problems.push({ path, message: 'The archive holds no files. Pack it again.' });
    for await (const entry of zip.eachEntry()) {
      checkCancelled(run);
      await addEntry(zip, entry, path, into);
    }
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    into.problems.push({ path, message: `The archive is broken (${reasonOf(thrown)}). Copy or pack it again.` });
  }
  // Packers list entries in any order.
  for (const text of into.texts.splice(before).sort((a, b) => byPath(a.path, b.path))) into.texts.push(text);
}
