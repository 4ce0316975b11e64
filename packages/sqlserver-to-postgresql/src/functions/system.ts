import { familyOf, isNational, isScalar } from '@ferry/source-sqlserver';
import { nameText, pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import type { ObjectContext } from '../context';
import { expressionItems } from '../action-items/expressions';
import { textOf } from '../lower/literals';
import { writtenParts } from '../lower/written-names';
import { temporaryName } from '../lower/temporary-names';
import { lowerNode } from '../lower/expressions';
import { castTo, note, sqlTypeOf } from '../lower/lowering';
import { support } from '../lower/support-call';
import { held, variantProperty } from '../lower/variants';
import { sha1 } from './sha1';
import { textToUtf16 } from './utf16';
import { objectIdAtRunTime } from './metadata';
import type { CallSite, FunctionRow, FunctionTable } from './call-site';
import { nameOf } from './call-site';

/** Without arguments only: with one, these look somebody else up. */
const plain = (build: (site: CallSite) => Expression, volatility: FunctionRow['volatility'] = 'stable'): FunctionRow => ({ args: [0, 0], volatility, build });
/** `name` in PostgreSQL is a type of its own. */
const user = (name: 'CURRENT_USER' | 'SESSION_USER'): FunctionRow => plain(() => castTo(pg.special(name), 'text'));
const near = (to: string, value: Expression): FunctionRow =>
  plain((site) => {
    note(site.low, site.node, expressionItems.systemValue, { function: nameOf(site.node), to });
    return value;
  });

/** Over the bytes of the text: those of nvarchar are UTF-16. */
function hashBytes(site: CallSite): Expression {
  const algorithm = textOf(site.args[0])?.toUpperCase();
  const type = site.type(1);
  const input = isNational(type) ? support(site.low, textToUtf16, [site.text(1)]) : familyOf(type) === 'binary' ? site.value(1) : familyOf(type) === 'string' ? pg.call('convert_to', site.text(1), pg.text('UTF8')) : undefined;
  if (input === undefined) return site.refuse('the type of its argument is unknown');
  if (algorithm === 'MD5') return pg.call('decode', pg.call('md5', input), pg.text('hex'));
  if (algorithm === 'SHA1') return support(site.low, sha1, [input]);
  const name = algorithm === 'SHA2_256' ? 'sha256' : algorithm === 'SHA2_512' ? 'sha512' : undefined;
  return name === undefined ? site.refuse(`the algorithm ${algorithm ?? ''}`) : pg.call(name, input);
}

/** Kinds of objects that OBJECT_ID finds among relations, and among routines. */
const relationKinds = new Set(['U', 'V', 'SN', 'SO']);
const routineKinds = new Set(['P', 'FN', 'IF', 'TF']);

/** OBJECT_ID('name'): whether an object is there, as its number; the numbers differ, as they do between databases. */
function objectId(site: CallSite): Expression {
  const name = textOf(site.args[0]);
  const kind = site.args.length > 1 ? textOf(site.args[1])?.trim().toUpperCase() : 'U';
  if (name === undefined && kind !== undefined && (relationKinds.has(kind) || routineKinds.has(kind))) return objectIdAtRunTime(site);
  if (name === undefined || kind === undefined || !(relationKinds.has(kind) || routineKinds.has(kind))) return site.refuse('this form');
  const parts = writtenParts(name);
  const last = parts[parts.length - 1] ?? '';
  if (last === '' || parts.length > 3) return site.refuse('this form');
  const temporary = last.startsWith('#');
  if (!temporary && parts.length === 3 && parts[0]?.toLowerCase() !== site.low.ctx.catalog.database.name.toLowerCase()) return site.refuse('an object of another database');
  const schema = parts[parts.length - 2];
  const { lookup, names } = site.low.ctx;
  const routine = routineKinds.has(kind) || (site.args.length === 1 && lookup.relation(schema, last) === undefined && site.low.binding.index.routine(schema ?? 'dbo', last) !== undefined);
  const target = temporary ? { schema: 'pg_temp', name: temporaryName(site.low, last) } : routine ? names.routine(schema ?? 'dbo', last) : names.relation(schema, last);
  const quoted = nameText(target);
  return castTo(castTo(pg.call(routine ? 'to_regproc' : 'to_regclass', pg.text(quoted)), 'oid'), 'bigint');
}

interface NamedIdentity {
  readonly column: string;
  readonly seed: string;
  readonly increment: string;
  /** As PostgreSQL writes it in a text. */
  readonly table: string;
}

const identityOf = (site: CallSite): NamedIdentity | undefined => identityNamed(site.low.ctx, textOf(site.args[0]) ?? '');

/** The identity column of the table that a text names. */
export function identityNamed({ lookup, names }: ObjectContext, text: string): NamedIdentity | undefined {
  const parts = writtenParts(text);
  const table = lookup.relation(parts[parts.length - 2], parts[parts.length - 1] ?? '');
  const column = table?.kind === 'TABLE' ? table.columns.find((c) => c.identity !== undefined) : undefined;
  if (table === undefined || column?.identity === undefined) return undefined;
  const target = names.relation(table.schema, table.name);
  return { column: names.column(table.schema, table.name, column.name), seed: column.identity.seed, increment: column.identity.increment, table: nameText(target) };
}

const numeric38 = (value: Expression): Expression => castTo(value, 'numeric', 38, 0);

/** IDENT_CURRENT and its kin speak of a table, whoever wrote to it; NULL for one without an identity. */
const identity = (build: (found: NonNullable<ReturnType<typeof identityOf>>) => Expression): FunctionRow => ({
  args: [1, 1],
  volatility: 'volatile',
  build: (site) => {
    if (site.type(0).kind === 'null') return numeric38(pg.null);
    if (textOf(site.args[0]) === undefined) return site.refuse('the table is known at run time only');
    const found = identityOf(site);
    return found === undefined ? numeric38(pg.null) : numeric38(build(found));
  },
});

/** Properties of a value whose type is known; a variant is kept as text, without its type. */
function variantPropertyOf(site: CallSite): Expression {
  const property = textOf(site.args[1]);
  const inside = site.args[0] === undefined ? undefined : held(site.low, site.args[0]);
  const type = inside === undefined ? undefined : sqlTypeOf(site.low, inside);
  const value = type !== undefined && isScalar(type) && property !== undefined ? variantProperty(type, property) : undefined;
  if (inside === undefined || value === undefined) return site.refuse('the type of the value is known at run time only');
  return pg.case([pg.when(pg.isNotNull(lowerNode(site.low, inside)), castTo(value, 'text'))]);
}

export const systemFunctions: FunctionTable = {
  SQL_VARIANT_PROPERTY: { args: [2, 2], volatility: 'immutable', build: variantPropertyOf },
  OBJECT_ID: { args: [1, 2], volatility: 'stable', build: objectId },
  IDENT_CURRENT: identity((f) => pg.call('coalesce', pg.call('pg_sequence_last_value', castTo(pg.call('pg_get_serial_sequence', pg.text(f.table), pg.text(f.column)), 'regclass')), pg.number(f.seed))),
  IDENT_SEED: identity((f) => pg.number(f.seed)),
  IDENT_INCR: identity((f) => pg.number(f.increment)),
  ROWCOUNT_BIG: { args: [0, 0], volatility: 'volatile', build: (s) => { const count = s.low.globalVariable('@@ROWCOUNT'); return count === undefined ? s.refuse() : castTo(count, 'bigint'); } },
  NEWID: plain(() => pg.call('gen_random_uuid'), 'volatile'),
  NEWSEQUENTIALID: plain((s) => pg.call(s.low.ctx.targetVersion >= 18 ? 'uuidv7' : 'gen_random_uuid'), 'volatile'),
  ORIGINAL_LOGIN: user('SESSION_USER'),
  SYSTEM_USER: user('SESSION_USER'),
  SESSION_USER: user('CURRENT_USER'),
  CURRENT_USER: user('CURRENT_USER'),
  USER: user('CURRENT_USER'),
  APP_NAME: plain(() => pg.call('current_setting', pg.text('application_name'))),
  HOST_NAME: near('the address of the client', castTo(pg.call('inet_client_addr'), 'text')),
  HASHBYTES: { args: [2, 2], volatility: 'immutable', build: hashBytes },
  XACT_STATE: near('1: a transaction of PostgreSQL can always be committed where a handler runs', pg.number(1)),
  '@@SPID': plain(() => pg.call('pg_backend_pid')),
  '@@MAX_PRECISION': plain(() => pg.number(38), 'immutable'),
  '@@LANGUAGE': plain(() => pg.text('us_english')),
  '@@LANGID': plain(() => pg.number(0)),
  '@@DATEFIRST': plain(() => pg.number(7)),
  '@@LOCK_TIMEOUT': plain(() => pg.number(-1)),
  '@@TEXTSIZE': plain(() => pg.number(-1)),
  '@@VERSION': plain(() => pg.call('version')),
  '@@TRANCOUNT': { args: [0, 0], volatility: 'stable', build: (s) => s.refuse('PostgreSQL does not count nested transactions') },
};
