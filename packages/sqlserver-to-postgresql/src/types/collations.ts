import type { Catalog } from '@ferry/catalog';
import type { QualifiedName } from '@ferry/target-postgresql';
import type { Choices } from '../settings/choices';
import { collationPiece } from '../support/collations';
import type { SupportPiece } from '../support/piece';

/** What a collation of SQL Server becomes. */
export interface TargetCollation {
  /** How two of them are told apart; `default` is the collation of the PostgreSQL database. */
  readonly key: string;
  /** What COLLATE names. */
  readonly name: QualifiedName;
  /** Texts that differ in case only are equal. */
  readonly ignoresCase: boolean;
  /** Of ICU, and not deterministic: PostgreSQL before 18 refuses LIKE and searches under it, and any version regular expressions. */
  readonly loose: boolean;
  /** What creates it. */
  readonly piece?: SupportPiece;
}

export interface Collations {
  /** What a collation of the source becomes; without one, that of the database. */
  readonly of: (source?: string) => TargetCollation;
  /** Columns have more than one collation besides the default one, so that texts of different columns may meet. */
  readonly mixed: boolean;
  /** Some texts have a collation that is not deterministic. */
  readonly loose: boolean;
}

const builtIn = (name: string): QualifiedName => ({ kind: 'QualifiedName', name });
const plain: TargetCollation = { key: 'default', name: builtIn('und-x-icu'), ignoresCase: false, loose: false };
export const binary: TargetCollation = { key: 'C', name: builtIn('C'), ignoresCase: false, loose: false };

/** Compares and sorts with case and accents, in any database whatever its locale: for searches. */
export const exactCollation: QualifiedName = builtIn('und-x-icu');

/**
 * Languages whose alphabets ICU sorts differently from its root order, by how names of collations begin
 * (https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support, https://cldr.unicode.org).
 */
const languages: readonly (readonly [prefix: string, language: string, order?: string])[] = [
  ['turkish', 'tr'], ['azeri', 'az'], ['finnish_swedish', 'sv'], ['swedish', 'sv'], ['sql_swedish', 'sv'], ['danish', 'da'], ['sql_danish', 'da'], ['norwegian', 'nb'], ['icelandic', 'is'], ['sql_icelandic', 'is'],
  ['traditional_spanish', 'es', 'trad'], ['modern_spanish', 'es'], ['german_phonebook', 'de', 'phonebk'], ['polish', 'pl'], ['sql_polish', 'pl'], ['czech', 'cs'], ['sql_czech', 'cs'], ['slovak', 'sk'], ['sql_slovak', 'sk'],
  ['slovenian', 'sl'], ['sql_slovenian', 'sl'], ['croatian', 'hr'], ['sql_croatian', 'hr'], ['bosnian', 'bs'], ['serbian', 'sr'], ['hungarian', 'hu'], ['sql_hungarian', 'hu'], ['romanian', 'ro'], ['sql_romanian', 'ro'],
  ['estonian', 'et'], ['sql_estonian', 'et'], ['latvian', 'lv'], ['sql_latvian', 'lv'], ['lithuanian', 'lt'], ['sql_lithuanian', 'lt'], ['albanian', 'sq'], ['maltese', 'mt'], ['welsh', 'cy'], ['vietnamese', 'vi'],
  ['ukrainian', 'uk'], ['sql_ukrainian', 'uk'], ['macedonian', 'mk'], ['thai', 'th'], ['japanese', 'ja'], ['korean', 'ko'], ['chinese_prc_stroke', 'zh', 'stroke'], ['chinese_prc', 'zh'], ['chinese_taiwan', 'zh', 'stroke'], ['chinese_hong_kong', 'zh', 'stroke'],
];

const databaseDefault = /^(database|catalog)_default$/i;

/**
 * Whether a SQL Server collation compares without case. Names hold `_CI_` or `_CS_`, binary ones end in `_BIN` or `_BIN2`
 * (https://learn.microsoft.com/sql/relational-databases/collations/collation-and-unicode-support). Unknown: yes, as SQL Server
 * is installed.
 */
export function comparesWithoutCase(collation: string | undefined): boolean {
  if (collation === undefined) return true;
  const words = collation.toUpperCase().split('_');
  return !words.includes('CS') && !words.includes('BIN') && !words.includes('BIN2');
}

/**
 * A collation of ICU that finds equal what SQL Server does: case is a difference of the third level, accents of the second
 * (https://www.postgresql.org/docs/current/collation.html#COLLATION-NONDETERMINISTIC). It also passes over width and kana, as collations
 * without `_WS` and `_KS` do. Blanks at the end count, other than in SQL Server.
 */
function looseCollation(words: readonly string[], name: string, schema: string): TargetCollation {
  const accents = !words.includes('AI');
  const ignoresCase = !words.includes('CS');
  const [, language, order] = languages.find(([prefix]) => name.toLowerCase().startsWith(`${prefix}_`)) ?? ['', undefined, undefined];
  const keys = `${order === undefined ? '' : `co-${order}-`}${ignoresCase ? '' : 'kc-'}ks-level${accents ? '2' : '1'}`;
  const own = [ignoresCase ? 'ci' : 'cs', accents ? undefined : 'ai', language, order].filter((w) => w !== undefined).join('_');
  return { key: own, name: { kind: 'QualifiedName', schema, name: own }, ignoresCase, loose: true, piece: collationPiece(own, `${language ?? 'und'}-u-${keys}`) };
}

function target(name: string | undefined, schema: string): TargetCollation {
  const words = (name ?? '').toUpperCase().split('_');
  if (words.includes('BIN') || words.includes('BIN2')) return binary;
  if (words.includes('CS') && !words.includes('AI')) return plain;
  return looseCollation(words, name ?? '', schema);
}

/** Under the other settings no column has a collation of its own: only whether case counts is known. */
const nameless = (name: string | undefined): TargetCollation => ({ ...plain, ignoresCase: comparesWithoutCase(name) });

/** Answers for one catalogue; linear in its columns. */
export function buildCollations(catalog: Catalog, choices: Choices): Collations {
  const known = new Map<string, TargetCollation>();
  const of = (source?: string): TargetCollation => {
    const name = source === undefined || databaseDefault.test(source) ? catalog.database.collation : source;
    const found = known.get(name ?? '');
    if (found !== undefined) return found;
    const made = choices.collation === 'icu' ? target(name, choices.supportSchema) : nameless(name);
    known.set(name ?? '', made);
    return made;
  };
  of();
  for (const object of catalog.objects) if (object.kind === 'TABLE' || object.kind === 'TABLE_TYPE') for (const column of object.columns) if (column.collation !== undefined) of(column.collation);
  const used = [...known.values()];
  const own = new Set(used.map((c) => c.key).filter((k) => k !== 'default'));
  return { of, mixed: own.size > 1, loose: used.some((c) => c.loose) };
}
