import { server } from './apply';
import { parseStatements } from './check';
import { columnsOf } from './columns';
import { phaseLabels, phases } from './phases';
import { afterData, ownScript, repeatable } from './deploy-options';
import { deploymentScript } from './script';
import type { Proof, SessionOptions, TargetRef, TargetSession, TargetStatement, TreeCategory, Verifier } from '@ferry/conversion';
import { openSession } from './driver';
import { joinVerifier, openVerifier } from './verify';
import type { Run } from '@ferry/kernel';
import type { ServerAddress } from '@ferry/kernel/network';

const category = (name: string, ...kinds: string[]): TreeCategory => ({ name, holds: (ref) => kinds.includes(ref.kind) });

/** The categories of DMS Schema Conversion's PostgreSQL tree, and what falls under each. */
const categories: readonly TreeCategory[] = [
  category('Tables', 'TABLE'),
  category('Views', 'VIEW'),
  category('Functions', 'FUNCTION'),
  category('Procedures', 'PROCEDURE'),
  category('Sequences', 'SEQUENCE'),
  category('Materialized Views', 'MATERIALIZED_VIEW'),
  category('Types', 'TYPE'),
  category('Domains', 'DOMAIN'),
];

/** Folder of a kind under its schema. Parts of a table get a folder of their own beside `tables`. */
const folders: Readonly<Record<string, string>> = {
  TABLE: 'tables',
  VIEW: 'views',
  MATERIALIZED_VIEW: 'materialized-views',
  FUNCTION: 'functions',
  PROCEDURE: 'procedures',
  SEQUENCE: 'sequences',
  TYPE: 'types',
  DOMAIN: 'domains',
  COLLATION: 'collations',
  TRIGGER: 'triggers',
  INDEX: 'indexes',
  PRIMARY_KEY: 'constraints',
  UNIQUE: 'constraints',
  CHECK: 'constraints',
  FOREIGN_KEY: 'constraints',
  DEFAULT: 'defaults',
  COMMENT: 'comments',
  EXTENSION: 'extensions',
  EVENT_TRIGGER: 'event-triggers',
};

/** Names that Windows keeps for devices, with any ending. */
const deviceName = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/**
 * A name as one path segment that every file system takes: other characters become `%` and their UTF-8 bytes in hex, so that two
 * names never share a segment; capitals as well, because Windows and macOS do not tell them apart.
 */
function segment(name: string): string {
  const safe = [...Buffer.from(name, 'utf8')].map((b) => ((b >= 0x30 && b <= 0x39) || (b >= 0x61 && b <= 0x7a) || b === 0x5f || b === 0x2d || b === 0x20 ? String.fromCharCode(b) : b === 0x2e ? '.' : `%${b.toString(16).padStart(2, '0')}`)).join('');
  const guarded = safe.replace(/^[. ]|[. ]$/g, (c) => (c === '.' ? '%2e' : '%20'));
  const named = guarded === '' ? '%' : deviceName.test(guarded) ? `%${guarded}` : guarded;
  // Most file systems end at 255 bytes; a name that long keeps its beginning and a hash of the whole.
  return named.length <= 200 ? named : `${named.slice(0, 180)}~${hash(name)}`;
}

/** FNV-1a, 64 bits in hex. */
function hash(text: string): string {
  let h = 0xcbf29ce484222325n;
  for (const byte of Buffer.from(text, 'utf8')) h = ((h ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return h.toString(16).padStart(16, '0');
}

function filePath(ref: TargetRef): string {
  if (ref.kind === 'SCHEMA') return `${segment(ref.name)}/schema`;
  const folder = folders[ref.kind] ?? `${segment(ref.kind.toLowerCase())}s`;
  const name = ref.parent === undefined ? segment(ref.name) : `${segment(ref.parent)}.${segment(ref.name)}`;
  return `${ref.schema === '' ? '_database' : segment(ref.schema)}/${folder}/${name}`;
}

/** PostgreSQL as a target: the value that the registry lists. */
export const postgresql = {
  name: 'postgresql',
  label: 'PostgreSQL',
  versions: [15, 16, 17, 18] as readonly number[],
  categories,
  phases: (Object.keys(phases) as (keyof typeof phases)[]).sort((a, b) => phases[a] - phases[b]).map((p) => phaseLabels[p]) as readonly string[],
  parse: (statements: readonly TargetStatement[], run: Run): Promise<readonly Proof[]> => parseStatements(statements, run),
  openVerifier: (connection: string, options: { readonly version: number; readonly secret?: string }): Promise<Verifier> => openVerifier(connection, options),
  joinVerifier: (connection: string, invitation: string, secret: string): Promise<Verifier> => joinVerifier(connection, invitation, secret),
  openSession: (connection: string | ServerAddress, options?: SessionOptions): Promise<TargetSession> => openSession(connection, options),
  server,
  script: deploymentScript,
  repeatable,
  afterData,
  ownScript,
  columns: columnsOf,
  filePath,
} as const;
