import type { CollateExpression, Expression as SourceExpression, ScalarType, SqlType } from '@ferry/source-sqlserver';
import { isScalar, isString, symbolOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, QualifiedName, TypeName } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { binary, exactCollation } from '../types/collations';
import type { TargetCollation } from '../types/collations';
import { citext } from '../support/extensions';
import { lowerNode } from './expressions';
import { textOf } from './literals';
import { bare, castTo, note, pgType, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';

/**
 * Which collation a text is compared, sorted and searched under.
 *
 * SQL Server compares under the collation of the column that is involved, else under that of the database. PostgreSQL does the same
 * with columns (https://www.postgresql.org/docs/current/collation.html#COLLATION-CONCEPTS), and columns have the collation of the source;
 * but texts that come from no column have that of the PostgreSQL database, which minds the case, and the parameters of a function have
 * whatever its caller passes. Where the two differ, COLLATE is written. Searches (LIKE, regular expressions, strpos, replace) are refused
 * at run time under collations that are not deterministic, so they get one that is, and look away from the case themselves.
 */

/** What PostgreSQL derives for a text. */
interface Derived {
  /** The collations, other than the default one, that its columns bring along. */
  readonly from: readonly TargetCollation[];
  /** Nothing can be told: the parameter of a function, a value of a rowset. */
  readonly open: boolean;
  /** COLLATE is written already. */
  readonly explicit: boolean;
}

const nothing: Derived = { from: [], open: false, explicit: false };
const open: Derived = { ...nothing, open: true };

function merge(parts: readonly Derived[]): Derived {
  const decided = parts.find((p) => p.explicit);
  if (decided !== undefined) return decided;
  const from = new Map(parts.flatMap((p) => p.from).map((c) => [c.key, c]));
  return { from: [...from.values()], open: parts.some((p) => p.open), explicit: false };
}

const isText = (low: Lowering, node: SourceExpression): boolean => isString(sqlTypeOf(low, node));
const targetOf = (low: Lowering, node: SourceExpression): TargetCollation | undefined => {
  const type = sqlTypeOf(low, node);
  return isScalar(type) && type.collation !== undefined ? low.ctx.collations.of(type.collation) : undefined;
};
const implicit = (collation: TargetCollation): Derived => (collation.key === 'default' ? nothing : { ...nothing, from: [collation] });

/** Functions may be called with columns: PL/pgSQL gives their parameters and variables the collation of the arguments. */
const takesAny = (low: Lowering): boolean => low.ctx.object.kind === 'FUNCTION';

/** Functions that become a `name` of PostgreSQL's, whose collation is C, where they have no arguments. */
const ofServerNames = new Set(['CURRENT_USER', 'SESSION_USER', 'SYSTEM_USER', 'USER', 'USER_NAME', 'SUSER_NAME', 'SUSER_SNAME', 'ORIGINAL_LOGIN', 'DB_NAME', 'SCHEMA_NAME']);

function derive(low: Lowering, written: SourceExpression): Derived {
  const node = bare(written);
  if (!isText(low, node)) return nothing;
  switch (node.kind) {
    case 'StringLiteral': return nothing;
    case 'Variable': return takesAny(low) || low.fields.has(node) ? open : nothing;
    case 'CollateExpression': {
      const target = targetOf(low, node);
      const own = derive(low, node.operand);
      if (target === undefined || settles(low, own, target)) return own;
      return { from: [target], open: false, explicit: true };
    }
    case 'BinaryExpression': return merge([derive(low, node.left), derive(low, node.right)]);
    case 'CaseExpression': return merge([...node.branches.map((b) => b.then), ...(node.otherwise === undefined ? [] : [node.otherwise])].map((n) => derive(low, n)));
    case 'CastExpression': case 'ConvertExpression': case 'TrimExpression': return derive(low, node.operand);
    case 'NiladicFunction': return ofServerNames.has(node.name) ? implicit(binary) : nothing;
    case 'FunctionCall': return node.args.length === 0 && ofServerNames.has((node.name.parts.at(-1)?.name ?? '').toUpperCase()) ? implicit(binary) : merge(node.args.map((a) => derive(low, a)));
    case 'ColumnReference': {
      const target = targetOf(low, node);
      if (target !== undefined) return implicit(target);
      const symbol = symbolOf(low.binding, node);
      // The columns of a function of the database are declared without a collation.
      return symbol?.kind === 'column' && symbol.source.origin === 'function' && symbol.source.object !== undefined ? nothing : open;
    }
    case 'SubqueryExpression': {
      const target = targetOf(low, node);
      return target === undefined ? open : implicit(target);
    }
    default: return nothing;
  }
}

/** The collation that SQL Server uses for texts that meet. */
function wanted(low: Lowering, nodes: readonly SourceExpression[]): TargetCollation {
  const inner = nodes.map(bare);
  const written = inner.find((n) => n.kind === 'CollateExpression');
  if (written !== undefined) return targetOf(low, written) ?? low.ctx.collations.of();
  for (const node of inner) {
    const target = isText(low, node) ? targetOf(low, node) : undefined;
    if (target !== undefined) return target;
  }
  return low.ctx.collations.of();
}

/** Whether PostgreSQL surely derives that collation by itself. */
function settles(low: Lowering, derived: Derived, collation: TargetCollation): boolean {
  const [first, ...others] = derived.from;
  if (derived.explicit) return first?.key === collation.key;
  if (others.length > 0) return false;
  if (first === undefined) return collation.key === 'default' && (!derived.open || !low.ctx.collations.loose);
  return first.key === collation.key && (!derived.open || !low.ctx.collations.mixed);
}

const hasLetters = (text: string): boolean => /\p{L}/u.test(text);

function collate(low: Lowering, value: Expression, collation: TargetCollation): Expression {
  if (collation.piece !== undefined) low.ctx.requireSupport(collation.piece).forEach(low.ctx.need);
  return { kind: 'Collate', operand: value, collation: collation.name };
}

/** Whether letters of both cases are equal where these texts meet. */
export const ignoresCase = (low: Lowering, nodes: readonly SourceExpression[]): boolean => wanted(low, nodes).ignoresCase;

/**
 * The sides of a comparison, so that it is made under the collation of the source.
 * @param values the sides in the target's words, in the order of `nodes`
 * @param equality only whether the texts are equal matters, not which comes first
 */
export function comparable(low: Lowering, nodes: readonly SourceExpression[], values: readonly Expression[], equality: boolean): readonly Expression[] {
  if (!nodes.every((n) => isText(low, n) || sqlTypeOf(low, n).kind === 'null') || !nodes.some((n) => isText(low, n))) return values;
  const constants = nodes.map((n) => textOf(bare(n)));
  const collation = wanted(low, nodes);
  // A text without letters has one case only, if it is all that can be found.
  const plain = constants.map((t) => t !== undefined && !hasLetters(t));
  const caseless = equality && (plain[0] === true || plain.slice(1).every((p) => p));
  switch (low.ctx.choices.collation) {
    case 'case-sensitive': return values;
    case 'lower': return collation.ignoresCase && !caseless ? values.map(lowered) : values;
    case 'citext': return collation.ignoresCase && !caseless ? asCitext(low, nodes, values) : values;
    case 'icu': return caseless || settles(low, merge(nodes.map((n) => derive(low, n))), collation) || (equality && collation.key === 'C' && !nodes.some((n) => loose(low, n))) ? values : once(values, (v) => collate(low, v, collation));
  }
}

/** The sides of a concatenation: where both bring a collation along, PostgreSQL could not tell that of the result. */
export function joinable(low: Lowering, nodes: readonly SourceExpression[], values: readonly [Expression, Expression]): readonly [Expression, Expression] {
  const derived = low.ctx.choices.collation === 'icu' ? nodes.map((n) => derive(low, n)) : [];
  if (derived.some((d) => d.explicit) || merge(derived).from.length < 2) return values;
  const collation = wanted(low, nodes);
  const settled = derived.findIndex((d) => d.from[0]?.key === collation.key);
  return settled === 0 ? [values[0], collate(low, values[1], collation)] : [collate(low, values[0], collation), values[1]];
}

/** The left side of a comparison with the column of a query. */
export function comparableWithColumn(low: Lowering, node: SourceExpression, value: Expression, column: SqlType): Expression {
  if (!isText(low, node) || !isString(column)) return value;
  const own = isScalar(column) && column.collation !== undefined ? low.ctx.collations.of(column.collation) : undefined;
  const collation = targetOf(low, node) ?? own ?? low.ctx.collations.of();
  if (low.ctx.choices.collation !== 'icu' || settles(low, merge([derive(low, node), own === undefined ? open : implicit(own)]), collation)) return value;
  return collate(low, value, collation);
}

/** COLLATE at one of the sides is enough: at the first that is not a constant. */
function once(values: readonly Expression[], change: (value: Expression) => Expression): readonly Expression[] {
  const chosen = Math.max(0, values.findIndex((v) => v.kind !== 'StringLiteral' && v.kind !== 'NullLiteral'));
  return values.map((v, i) => (i === chosen ? change(v) : v));
}

const lowered = (value: Expression): Expression => (value.kind === 'StringLiteral' ? pg.text(value.value.toLowerCase()) : value.kind === 'NullLiteral' ? value : pg.call('lower', value));

/** Columns are of the type citext; a text beside one would make the comparison one of texts, which minds the case. */
function asCitext(low: Lowering, nodes: readonly SourceExpression[], values: readonly Expression[]): readonly Expression[] {
  const column = nodes.map((n, i) => bare(n).kind === 'ColumnReference' && targetOf(low, n)?.ignoresCase === true && values[i]?.kind === 'ColumnRef');
  if (column.every((c, i) => c || values[i]?.kind === 'StringLiteral' || values[i]?.kind === 'NullLiteral') && column.includes(true)) return values;
  citextNeeds(low);
  const all = values.map((v, i) => (column[i] === true || v.kind === 'StringLiteral' || v.kind === 'NullLiteral' ? v : castTo(v, 'citext')));
  return all.every((v) => v.kind === 'StringLiteral') ? once(all, (v) => castTo(v, 'citext')) : all;
}

const citextNeeds = (low: Lowering): void => low.ctx.requireSupport(citext).forEach(low.ctx.need);

/** Some of the texts may arrive with a collation that is not deterministic. */
export const isLoose = (low: Lowering, nodes: readonly SourceExpression[]): boolean => low.ctx.choices.collation === 'icu' && nodes.some((n) => loose(low, n));

/** The text may arrive with a collation that is not deterministic. */
function loose(low: Lowering, node: SourceExpression): boolean {
  const derived = derive(low, node);
  return derived.open || derived.from.some((c) => c.loose);
}

/**
 * The text that is looked through by LIKE, a regular expression, strpos, replace: PostgreSQL refuses these under collations that are not
 * deterministic. COLLATE at the first operand decides for all.
 * @param nodes all texts that take part, the one that `value` stands for among them
 */
export function searchable(low: Lowering, nodes: readonly SourceExpression[], value: Expression): Expression {
  return isLoose(low, nodes) ? { kind: 'Collate', operand: value, collation: exactCollation } : value;
}

/** PostgreSQL 18 knows LIKE under collations that are not deterministic. */
export const likesLoose = (low: Lowering, nodes: readonly SourceExpression[]): boolean => low.ctx.choices.collation === 'icu' && low.ctx.targetVersion >= 18 && wanted(low, nodes).loose && settles(low, merge(nodes.map((n) => derive(low, n))), wanted(low, nodes));

/** A text that rows are sorted or grouped by. */
export function sortable(low: Lowering, node: SourceExpression, value: Expression): Expression {
  const inner = bare(node);
  if (!isText(low, inner) || textOf(inner) !== undefined || (inner.kind === 'ColumnReference' && symbolOf(low.binding, inner)?.kind === 'alias')) return value;
  const collation = wanted(low, [node]);
  if (low.ctx.choices.collation === 'lower') return value;
  if (low.ctx.choices.collation !== 'icu' || settles(low, derive(low, node), collation) || onlyConstants(low, inner)) return value;
  return collate(low, value, collation);
}

/** No text of it comes from data: numbers, dates and constants in words. */
function onlyConstants(low: Lowering, written: SourceExpression): boolean {
  const node = bare(written);
  if (!isText(low, node)) return true;
  switch (node.kind) {
    case 'StringLiteral': case 'Variable': return true;
    case 'CaseExpression': return [...node.branches.map((b) => b.then), ...(node.otherwise === undefined ? [] : [node.otherwise])].every((n) => onlyConstants(low, n));
    case 'BinaryExpression': return onlyConstants(low, node.left) && onlyConstants(low, node.right);
    case 'CastExpression': case 'ConvertExpression': return onlyConstants(low, node.operand);
    default: return false;
  }
}

/** A text that must bear the collation of the source: a column of a recursive query, whose two sides have to agree. */
export function bearing(low: Lowering, node: SourceExpression, value: Expression): Expression {
  if (low.ctx.choices.collation !== 'icu' || !isText(low, node)) return value;
  const collation = wanted(low, [node]);
  return collation.key === 'default' || settles(low, derive(low, node), collation) ? value : collate(low, value, collation);
}

/** A text made by a search, which has the collation of the search: gets that of the source again. */
export function restored(low: Lowering, nodes: readonly SourceExpression[], value: Expression): Expression {
  return isLoose(low, nodes) ? collate(low, value, wanted(low, nodes)) : value;
}

/** The type and collation of a column that code declares: of a temporary table or a table variable. */
export function columnType(low: Lowering, type: ScalarType): { readonly type: TypeName; readonly collation: QualifiedName | undefined } {
  const plain = { type: pgType(low, type), collation: undefined };
  if (!isString(type)) return plain;
  const collation = low.ctx.collations.of(type.collation);
  if (low.ctx.choices.collation === 'citext' && collation.ignoresCase) {
    citextNeeds(low);
    return { type: pg.type('citext'), collation: undefined };
  }
  if (low.ctx.choices.collation !== 'icu' || collation.key === 'default') return plain;
  if (collation.piece !== undefined) low.ctx.requireSupport(collation.piece).forEach(low.ctx.need);
  return { ...plain, collation: collation.name };
}

/** `text COLLATE name`. */
export function lowerCollate(low: Lowering, node: CollateExpression): Expression {
  const value = lowerNode(low, node.operand);
  if (!isText(low, node.operand)) return value;
  if (low.ctx.choices.collation !== 'icu') {
    const other = low.ctx.collations.of(node.collation.name).ignoresCase !== wanted(low, [node.operand]).ignoresCase;
    if (other) note(low, node, expressionItems.collate, { collation: node.collation.name });
    return value;
  }
  const target = low.ctx.collations.of(node.collation.name);
  return settles(low, derive(low, node.operand), target) ? value : collate(low, value, target);
}
