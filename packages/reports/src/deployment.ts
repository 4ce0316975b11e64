import { createHash } from 'node:crypto';
import type { TargetRef, TargetStatement } from '@ferry/conversion';
import { AppError, lineMap } from '@ferry/kernel';

/** `deploy.json`: which piece of `deploy.sql` makes what, and what it needs. The SQL stands in one file only. */
interface DeploymentFile {
  readonly format: 1;
  readonly target: string;
  readonly title: string;
  /** SHA-256 of `deploy.sql`, in hex: the places below hold for that text only. */
  readonly deploySha256: string;
  readonly statements: readonly StatementEntry[];
}

interface StatementEntry {
  /** Start and end in `deploy.sql`, in UTF-16 code units. */
  readonly at: readonly [number, number];
  readonly creates: TargetRef;
  readonly phase: number;
  readonly needs: readonly string[];
  /** Code of the converter's own, which no source object stands for. */
  readonly support?: true;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * The text of `deploy.json`.
 * @param script the text of `deploy.sql`
 * @param ordered the statements in it, in its order
 * @param support those of them that no source object stands for
 */
export function deploymentJson(info: { readonly target: string; readonly title: string }, script: string, ordered: readonly TargetStatement[], support: ReadonlySet<TargetStatement>): string {
  let from = 0;
  const entries = ordered.map((statement): StatementEntry => {
    const start = script.indexOf(statement.sql, from);
    if (start < 0) throw new Error(`the script does not hold the statement that creates ${JSON.stringify(statement.creates)}`);
    from = start + statement.sql.length;
    return { at: [start, from], creates: statement.creates, phase: statement.phase, needs: statement.needs, ...(support.has(statement) ? { support: true } : {}) };
  });
  const { statements, ...head }: DeploymentFile = { format: 1, ...info, deploySha256: sha256(script), statements: entries };
  // One statement a line: two runs can be compared.
  return `{${JSON.stringify(head).slice(1, -1)},"statements":[\n${statements.map((entry) => JSON.stringify(entry)).join(',\n')}\n]}\n`;
}

/** What `deploy.sql` deploys, statement by statement. */
export interface Deployment {
  readonly target: string;
  readonly title: string;
  readonly support: readonly TargetStatement[];
  /** Without the support code; in the order of deployment. */
  readonly statements: readonly TargetStatement[];
  /** The line in `deploy.sql` of an offset in a statement. */
  readonly lineOf: (statement: TargetStatement, offset: number) => number | undefined;
}

const unusable = (why: string): AppError => new AppError('invalid-input', { public: `${why} Convert again with ferry convert, or run deploy.sql with psql.` });

const isRef = (value: unknown): value is TargetRef => {
  const ref = value as Partial<TargetRef> | null;
  return typeof ref === 'object' && ref !== null && [ref.kind, ref.schema, ref.name].every((text) => typeof text === 'string') && (ref.parent === undefined || typeof ref.parent === 'string');
};

function isEntry(value: unknown, length: number): value is StatementEntry {
  const entry = value as Partial<StatementEntry> | null;
  if (typeof entry !== 'object' || entry === null || !Array.isArray(entry.at) || !isRef(entry.creates)) return false;
  const [start, end] = entry.at as readonly unknown[];
  if (!Number.isInteger(start) || !Number.isInteger(end) || Number(start) < 0 || Number(start) >= Number(end) || Number(end) > length) return false;
  return Number.isInteger(entry.phase) && Array.isArray(entry.needs) && entry.needs.every((need) => typeof need === 'string');
}

/**
 * Reads a deployment back.
 * @param json the text of `deploy.json`
 * @param script the text of `deploy.sql`
 * @throws AppError `invalid-input` when the two do not belong together
 */
export function readDeployment(json: string, script: string): Deployment {
  let file: Partial<DeploymentFile> | null;
  try {
    file = JSON.parse(json) as Partial<DeploymentFile> | null;
  } catch {
    // The JSON parser's answer: not a file that Ferry wrote whole.
    throw unusable('deploy.json is not valid JSON.');
  }
  if (file?.format !== 1 || typeof file.target !== 'string' || !Array.isArray(file.statements)) throw unusable('deploy.json was not written by this version of Ferry.');
  if (file.deploySha256 !== sha256(script)) throw unusable('deploy.sql was changed after it was written: deploy.json does not fit it any more.');
  const starts = new Map<TargetStatement, number>();
  const support: TargetStatement[] = [];
  const statements: TargetStatement[] = [];
  for (const entry of file.statements as readonly unknown[]) {
    if (!isEntry(entry, script.length)) throw unusable('deploy.json holds a statement that cannot be read.');
    const { at, creates, phase, needs } = entry;
    const statement: TargetStatement = { sql: script.slice(...at), links: [], creates, phase, needs };
    starts.set(statement, at[0]);
    (entry.support === true ? support : statements).push(statement);
  }
  const lines = lineMap(script);
  return {
    target: file.target,
    title: typeof file.title === 'string' ? file.title : '',
    support,
    statements,
    lineOf: (statement, offset) => {
      const start = starts.get(statement);
      return start === undefined ? undefined : lines.positionAt(start + offset).line;
    },
  };
}
