import { arrange, targetKey } from '@ferry/conversion';
import { deploymentJson } from './deployment';
import type { ConversionResult, TargetDialect, TargetRef, TargetStatement } from '@ferry/conversion';

/** A converted object, with the statements of it that the server did not refuse. */
export interface ScriptObject {
  readonly parts: readonly { readonly targets: readonly TargetRef[]; readonly statements: readonly TargetStatement[] }[];
  /** Lines of SQL comment that stand above it in its file. */
  readonly comment?: string;
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

export interface DeployOptions {
  /** The script can be run again: what is there stays. */
  readonly idempotent?: boolean;
  readonly oneTransaction?: boolean;
  /** Also two scripts to load data between: `deploy-before-data.sql` and `deploy-after-data.sql`. */
  readonly loadFirst?: boolean;
}

/** Statements that data can be loaded after, with all that they need; and the rest. Both in the order given. */
function aroundData(target: TargetDialect, ordered: readonly TargetStatement[]): { readonly before: readonly TargetStatement[]; readonly after: readonly TargetStatement[] } {
  const makers = new Map<string, TargetStatement>();
  for (const statement of ordered) if (!makers.has(targetKey(statement.creates))) makers.set(targetKey(statement.creates), statement);
  const first = new Set<TargetStatement>();
  const open = ordered.filter((s) => target.afterData?.(s) !== true);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (first.has(next)) continue;
    first.add(next);
    for (const key of next.needs) {
      const maker = makers.get(key);
      if (maker !== undefined) open.push(maker);
    }
  }
  return { before: ordered.filter((s) => first.has(s)), after: ordered.filter((s) => !first.has(s)) };
}

/**
 * The SQL of a result as files: `deploy.sql`, one ordered script; `deploy.json`, which says what each of its pieces makes; and `sql/<schema>/<category>/<name>.sql`, a file for each source
 * object with everything that it became; support code goes by what it creates. Roles, foreign servers and jobs stand in scripts of their own
 * (`security.sql` ...), to be applied after `deploy.sql` by those who have the rights.
 * @param title the first line of the script, for people
 */
export function scriptFiles(target: TargetDialect, objects: readonly ScriptObject[], support: readonly TargetStatement[], title: string, options: DeployOptions = {}): ReportFile[] {
  const files: ReportFile[] = [];
  const unique = uniquePaths();
  const isSupport = new Set(support);
  const all = [...support, ...objects.flatMap((object) => object.parts.flatMap((part) => part.statements))];
  const again = options.idempotent === true ? (target.repeatable ?? ((s: TargetStatement) => s)) : (s: TargetStatement) => s;
  const supporting = new Set<TargetStatement>();
  const ordered = arrange(all.filter((s) => target.ownScript?.(s) === undefined)).map((statement) => {
    const made = again(statement);
    if (isSupport.has(statement)) supporting.add(made);
    return made;
  });
  const transaction = options.oneTransaction === true ? { oneTransaction: true } : {};
  const script = target.script(ordered, { title, ...transaction });
  files.push({ path: 'deploy.sql', text: script }, { path: 'deploy.json', text: deploymentJson({ target: target.name, title }, script, ordered, supporting) });
  if (options.loadFirst === true) {
    const { before, after } = aroundData(target, ordered);
    files.push({ path: 'deploy-before-data.sql', text: target.script(before, { title: `${title}: before the data`, ...transaction }) }, { path: 'deploy-after-data.sql', text: target.script(after, { title: `${title}: after the data`, dataIsThere: true, ...transaction }) });
  }
  const own = new Map<string, TargetStatement[]>();
  for (const statement of arrange(all)) {
    const name = target.ownScript?.(statement);
    if (name === undefined) continue;
    const list = own.get(name);
    if (list) list.push(statement);
    else own.set(name, [statement]);
  }
  for (const [name, statements] of own) files.push({ path: `${name}.sql`, text: target.script(statements, { title: `${title}: ${name}` }) });
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
    files.push({ path: `sql/${unique(safePath(target.filePath(ref)))}.sql`, text: `${object.comment === undefined ? '' : `${object.comment}\n`}${statementsText(statements)}` });
  }
  return files;
}
