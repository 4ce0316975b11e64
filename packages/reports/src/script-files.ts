import { arrange } from '@ferry/conversion';
import { deploymentJson } from './deployment';
import type { ConversionResult, TargetDialect, TargetRef, TargetStatement } from '@ferry/conversion';

/** A converted object, with the statements of it that the server did not refuse. */
export interface ScriptObject {
  readonly parts: readonly { readonly targets: readonly TargetRef[]; readonly statements: readonly TargetStatement[] }[];
}

/** A file of a result, by its path relative to the result's folder, with `/`. */
export interface ReportFile {
  readonly path: string;
  readonly text: string;
}

/** The objects of a conversion, without the statements that were refused and have no stand-in. */
export function scriptObjects(result: ConversionResult): ScriptObject[] {
  const refused = new Set(result.refused.map((r) => r.statement));
  return result.objects.map((object) => ({
    parts: object.parts.map((part) => ({ targets: part.targets, statements: part.statements.filter((s) => !refused.has(s)) })),
  }));
}

/** Names that Windows keeps for devices, with any ending. */
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Most file systems take 255 bytes a name; some are left for `~2` and `.sql`. */
const longestSegment = 200;

/** At most so many bytes of UTF-8, never half a character. */
function shorten(text: string): string {
  let bytes = 0;
  let out = '';
  for (const character of text) {
    bytes += Buffer.byteLength(character);
    if (bytes > longestSegment) break;
    out += character;
  }
  return out;
}

/** A path from the target dialect, made harmless: no empty or dotted segment, no character or device name that a file system refuses, none too long. */
export function safePath(path: string): string {
  const segments = path.split('/').map((segment) => {
    const plain = shorten(segment.replace(/[\p{Cc}\p{Cs}<>:"|?*\\]/gu, '_'))
      .replace(/[. ]+$/, '_')
      .replace(/^\.+/, '_');
    return plain === '' || deviceName.test(plain) ? `_${plain}` : plain;
  });
  return segments.join('/');
}

/** Gives every path once, also where a file system takes upper and lower case for the same. */
function uniquePaths(): (path: string) => string {
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return (path) => {
    const key = path.toLowerCase().normalize('NFC');
    let count = counts.get(key) ?? 0;
    let unique: string;
    do {
      count++;
      unique = count === 1 ? path : `${path}~${count}`;
    } while (taken.has(unique.toLowerCase().normalize('NFC')));
    counts.set(key, count);
    taken.add(unique.toLowerCase().normalize('NFC'));
    return unique;
  };
}

const statementsText = (statements: readonly TargetStatement[]): string => statements.map((s) => `${s.sql}\n`).join('\n');

/**
 * The SQL of a result as files: `deploy.sql`, one ordered script; `deploy.json`, which says what each of its pieces makes; and `sql/<schema>/<category>/<name>.sql`, a file for each source
 * object with everything that it became; support code goes by what it creates.
 * @param title the first line of the script, for people
 */
export function scriptFiles(target: TargetDialect, objects: readonly ScriptObject[], support: readonly TargetStatement[], title: string): ReportFile[] {
  const files: ReportFile[] = [];
  const unique = uniquePaths();
  const all = [...support, ...objects.flatMap((object) => object.parts.flatMap((part) => part.statements))];
  const ordered = arrange(all);
  const script = target.script(ordered, { title });
  files.push({ path: 'deploy.sql', text: script }, { path: 'deploy.json', text: deploymentJson({ target: target.name, title }, script, ordered, new Set(support)) });
  const supportFiles = new Map<string, TargetStatement[]>();
  for (const statement of support) {
    const path = safePath(target.filePath(statement.creates));
    supportFiles.set(path, [...(supportFiles.get(path) ?? []), statement]);
  }
  for (const [path, statements] of supportFiles) files.push({ path: `sql/${unique(path)}.sql`, text: statementsText(statements) });
  for (const object of objects) {
    const statements = arrange(object.parts.flatMap((part) => part.statements));
    const ref = object.parts[0]?.targets[0] ?? statements[0]?.creates;
    if (ref === undefined || statements.length === 0) continue;
    files.push({ path: `sql/${unique(safePath(target.filePath(ref)))}.sql`, text: statementsText(statements) });
  }
  return files;
}
