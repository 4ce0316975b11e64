import type { DynamicCondition, DynamicSql, DynamicSqlAlternatives, DynamicVariant, ExecuteStatement } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Declaration, Expression, PlStatement } from '@ferry/target-postgresql';
import { dynamicItems } from '../action-items/dynamic';
import { routineItems } from '../action-items/routines';
import { collecting } from '../collecting';
import { formatted, lowerText, placeOf, ranText, withNames, withRaw } from './dynamic-texts';
import type { LoweredText } from './dynamic-texts';
import { carried, keyOf, parameterized, withVariables } from './executed';
import type { UsedValues } from './executed';
import { note } from './lowering';
import { lowerCondition } from './predicates';
import { helperVariable } from './routine-state';
import type { RoutineState } from './routine-state';
import { notSupported } from './stubs';
import { editsBetween, pieceOf, sameTokens, textOfTokens, tokensOf } from './text-edits';
import type { Edit, Token } from './text-edits';

/** https://www.postgresql.org/docs/current/errcodes-appendix.html */
const syntaxError = '42601';

/** Texts in which several parts differ from the first: as many are looked at to see that the parts do not mind each other. */
const mostTrials = 12;

interface Reading {
  readonly state: RoutineState;
  readonly node: ExecuteStatement;
  readonly sql: DynamicSql;
  readonly values: UsedValues;
  readonly names: UsedValues;
}

/** One text converted: its statements without their SQL, and the SQL of each. */
interface ReadText {
  readonly lowered: LoweredText;
  readonly shape: string;
  readonly texts: readonly (readonly Token[])[];
}

/** The ways in which one group of conditions changes a text of the routine, at one place. */
interface Site {
  readonly from: number;
  readonly to: number;
  readonly arms: readonly { readonly conditions: readonly DynamicCondition[]; readonly tokens: readonly Token[] }[];
}

/**
 * A text with parts that come and go (`IF @a IS NOT NULL SET @sql = @sql + ' AND x = @a'`): put together by the same conditions from
 * converted parts, and run by EXECUTE. Each form of each part is converted once, with all others as they are at first; what differs
 * from the text without it is the part. That parts do not mind each other is tried on texts with several of them.
 * @returns undefined when it cannot be done so: nothing is raised then
 */
export function lowerAlternatives(state: RoutineState, node: ExecuteStatement, sql: DynamicSql): readonly PlStatement[] | undefined {
  const alternatives = sql.alternatives?.();
  if (alternatives === undefined || alternatives.groups.some((arms) => arms.some((arm) => arm.conditions.some((c) => c.expression === undefined)))) return undefined;
  const quiet = collecting(state.ctx, state.ctx.object);
  const own: RoutineState = { ...state, ctx: quiet, low: { ...state.low, ctx: quiet } };
  const kept = keepNames(state);
  const reading: Reading = { state: own, node, sql, values: { keys: [], using: [] }, names: { keys: [], using: [] } };
  const read = (variant: DynamicVariant): ReadText | undefined => {
    kept.again();
    return readText(reading, variant);
  };
  const found = sitesOf(alternatives, read);
  kept.all();
  if (found === undefined) return undefined;
  const { low } = state;
  const raised = new Set<string>();
  for (const item of quiet.items) {
    const key = JSON.stringify(item);
    if (!raised.has(key)) low.ctx.raise(item.code, item.details, item.at);
    raised.add(key);
  }
  quiet.needs.forEach(low.ctx.need);
  if (!quiet.items.some((item) => item.code === routineItems.dynamicConverted)) note(low, node, routineItems.dynamicConverted);
  return built(state, reading, alternatives, found);
}

/** Helper variables are named the same in every text. */
function keepNames(state: RoutineState): { readonly again: () => void; readonly all: () => void } {
  const taken = [...state.taken];
  const declarations = [...state.declarations];
  const everything = new Map<string, Declaration>(declarations);
  const remember = (): void => state.declarations.forEach((d, key) => everything.set(key, d));
  return {
    again: () => {
      remember();
      state.taken.clear();
      taken.forEach((name) => state.taken.add(name));
      state.declarations.clear();
      declarations.forEach(([key, d]) => state.declarations.set(key, d));
    },
    all: () => {
      remember();
      everything.forEach((d, key) => {
        state.declarations.set(key, d);
        state.taken.add(d.name);
      });
    },
  };
}

function readText(reading: Reading, variant: DynamicVariant): ReadText | undefined {
  const { state, node, sql } = reading;
  const before = state.low.failures + state.lost;
  const lowered = lowerText(state, node, sql, variant);
  if (lowered === undefined || lowered.declares || state.low.failures + state.lost > before) return undefined;
  const parts = lowered.statements.map(carried);
  return {
    lowered,
    shape: JSON.stringify(lowered.statements.map((s, i) => parts[i]?.rest ?? keyOf(s as never)), (name, inner: unknown) => (name === 'source' || name === 'leadingComments' ? undefined : inner)),
    texts: parts.map((part) => {
      if (part === undefined) return [];
      const { text } = parameterized(withRaw(part.sql, lowered.holders), (key) => lowered.holders.outside.get(key), reading.values);
      return tokensOf(withNames(state, text, lowered.holders, (name) => placeOf(reading.names, name)));
    }),
  };
}

interface Found {
  readonly first: ReadText;
  /** Forms that cannot be converted, by group; those that SQL Server cannot read either are told apart. */
  readonly lost: readonly ReadonlyMap<number, 'lost' | 'refused'>[];
  /** The places of each statement that change, ascending. */
  readonly sites: readonly (readonly Site[])[];
}

function sitesOf(alternatives: DynamicSqlAlternatives, read: (variant: DynamicVariant) => ReadText | undefined): Found | undefined {
  const first = read(alternatives.first);
  if (first === undefined) return undefined;
  const sites: Site[][] = first.texts.map(() => []);
  const lost: Map<number, 'lost' | 'refused'>[] = [];
  for (const arms of alternatives.groups) {
    const edits: (readonly (readonly Edit[])[])[] = [];
    const unread = new Map<number, 'lost' | 'refused'>();
    lost.push(unread);
    for (const [n, { text, isFirst }] of arms.entries()) {
      // A text that is NULL is never put together.
      const refused = text !== undefined && !text.read;
      const other = isFirst || text === undefined ? first : refused ? undefined : read(text);
      if (other === undefined) unread.set(n, refused ? 'refused' : 'lost');
      const found = other === undefined || other === first ? first.texts.map(() => []) : editsOf(first, other);
      if (found === undefined) return undefined;
      edits.push(found);
    }
    first.texts.forEach((base, i) => sites[i]?.push(...sitesIn(base, arms.map((arm, n) => ({ conditions: arm.conditions, edits: edits[n]?.[i] ?? [] })))));
  }
  const ordered = sites.map((list) => list.map((site, i) => ({ site, i })).sort((a, b) => a.site.from - b.site.from || a.site.to - b.site.to || a.i - b.i).map(({ site }) => site));
  if (ordered.some((list) => list.some((site, i) => i > 0 && site.from < (list[i - 1]?.to ?? 0)))) return undefined;
  return independent(alternatives, first, ordered, lost, read) ? { first, lost, sites: ordered } : undefined;
}

function editsOf(first: ReadText, other: ReadText): readonly (readonly Edit[])[] | undefined {
  if (other.shape !== first.shape) return undefined;
  const edits = first.texts.map((text, i) => editsBetween(text, other.texts[i] ?? []));
  return edits.includes(undefined) ? undefined : (edits as readonly (readonly Edit[])[]);
}

/** The places that any arm of a group changes, and what each arm has there. */
function sitesIn(base: readonly Token[], arms: readonly { readonly conditions: readonly DynamicCondition[]; readonly edits: readonly Edit[] }[]): readonly Site[] {
  const ranges = arms.flatMap((arm) => arm.edits.map((e): [number, number] => [e.from, e.to])).sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const merged: [number, number][] = [];
  for (const range of ranges) {
    const last = merged[merged.length - 1];
    if (last !== undefined && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
    else merged.push(range);
  }
  return merged.map(([from, to]): Site => ({
    from, to,
    arms: arms.map(({ conditions, edits }) => {
      const out: Token[] = [];
      let at = from;
      for (const edit of edits) {
        if (edit.from < from || edit.to > to) continue;
        out.push(...base.slice(at, edit.from), ...edit.tokens);
        at = edit.to;
      }
      return { conditions, tokens: [...out, ...base.slice(at, to)] };
    }),
  }));
}

/** Whether texts with several parts at once are what the parts give. */
function independent(alternatives: DynamicSqlAlternatives, first: ReadText, sites: readonly (readonly Site[])[], lost: Found['lost'], read: (variant: DynamicVariant) => ReadText | undefined): boolean {
  const groups = alternatives.groups;
  const usable = groups.map((arms, g) => arms.flatMap((arm, i) => (arm.text === undefined || lost[g]?.has(i) === true ? [] : [i])));
  const trials: (readonly number[])[] = [usable.map((arms) => arms[0] ?? 0)];
  for (let trial = 1; trial < mostTrials && groups.length > 1; trial++) trials.push(usable.map((arms, g) => arms[(trial * (g + 1) + (trial >> 1) + g) % arms.length] ?? 0));
  return trials.every((arms) => {
    const variant = alternatives.text(arms);
    const real = variant === undefined ? undefined : read(variant);
    if (real === undefined || real.shape !== first.shape) return false;
    return first.texts.every((base, i) => sameTokens(composed(base, sites[i] ?? [], (site) => chosen(alternatives, site, arms)), real.texts[i] ?? []));
  });
}

/** What a site has where each group goes the way of one of its arms. */
function chosen(alternatives: DynamicSqlAlternatives, site: Site, arms: readonly number[]): readonly Token[] {
  const group = alternatives.groups.findIndex((all) => all[0]?.conditions === site.arms[0]?.conditions);
  return site.arms[arms[group] ?? 0]?.tokens ?? [];
}

function composed(base: readonly Token[], sites: readonly Site[], tokens: (site: Site) => readonly Token[]): readonly Token[] {
  const out: Token[] = [];
  let at = 0;
  for (const site of sites) {
    out.push(...base.slice(at, site.from), ...tokens(site));
    at = site.to;
  }
  return [...out, ...base.slice(at)];
}

/** That an arm is the one, after those before it were not: what must hold. */
function conditionOf(state: RoutineState, conditions: readonly DynamicCondition[]): Expression {
  const holding = conditions.flatMap((c) => (c.holds && c.expression !== undefined ? [lowerCondition(state.low, c.expression)] : []));
  return holding.length === 0 ? pg.boolean(true) : pg.and(...holding);
}

/** The ways of a group as branches, the last of them without a question. */
function choice(state: RoutineState, arms: readonly { readonly conditions: readonly DynamicCondition[]; readonly body: readonly PlStatement[]; readonly key: string }[]): readonly PlStatement[] {
  const last = arms[arms.length - 1];
  const branches = arms.slice(0, -1);
  // Branches before the last that do the same as it are not asked for.
  while (branches.length > 0 && branches[branches.length - 1]?.key === last?.key) branches.pop();
  const filled = (body: readonly PlStatement[]): readonly PlStatement[] => (body.length === 0 ? [{ kind: 'NullStatement' }] : body);
  if (branches.length === 0) return last?.body ?? [];
  const [only] = branches;
  if (branches.length === 1 && only?.body.length === 0) return [{ kind: 'If', branches: [{ condition: { kind: 'IsTest', operand: conditionOf(state, only.conditions), test: 'TRUE', negated: true }, body: filled(last?.body ?? []) }] }];
  return [{ kind: 'If', branches: branches.map((b) => ({ condition: conditionOf(state, b.conditions), body: filled(b.body) })), otherwise: last === undefined || last.body.length === 0 ? undefined : last.body }];
}

function built(state: RoutineState, reading: Reading, alternatives: DynamicSqlAlternatives, { first, sites, lost }: Found): readonly PlStatement[] {
  const text = helperVariable(state, 'dynamic text', 'dynamic_sql', pg.type('text'));
  const out = first.lowered.statements.flatMap((s, i): readonly PlStatement[] => {
    const part = carried(s);
    const own = sites[i] ?? [];
    if (part === undefined || own.length === 0) return ranText(state, { ...first.lowered, statements: [s] });
    const { values, names } = reading;
    const more = (tokens: readonly Token[]): readonly PlStatement[] => (tokens.length === 0 ? [] : [pg.assign(text, pg.binary('||', pg.variable(text), formatted(pieceOf(tokens), names)))]);
    const body: PlStatement[] = [];
    const base = first.texts[i] ?? [];
    let at = 0;
    own.forEach((site, n) => {
      const before = base.slice(at, site.from);
      body.push(...(n === 0 ? [pg.assign(text, formatted(textOfTokens(before), names))] : more(before)));
      body.push(...choice(state, site.arms.map((arm) => ({ conditions: arm.conditions, body: more(arm.tokens), key: textOfTokens(arm.tokens) }))));
      at = site.to;
    });
    const ran = part.put({ execute: pg.variable(text), ...(values.using.length === 0 ? {} : { using: values.using }) });
    return [...body, ...more(base.slice(at)), (ran.kind === 'ForQuery' ? withVariables(state, ran) : undefined) ?? ran];
  });
  return [...failing(state, reading.node, alternatives, lost), ...unlessNull(state, alternatives, out)];
}

/** Forms that cannot be converted fail, and only they; those that SQL Server cannot read fail as they do there. */
function failing(state: RoutineState, node: ExecuteStatement, alternatives: DynamicSqlAlternatives, lost: Found['lost']): readonly PlStatement[] {
  const { object } = state.routine;
  const name = `${object.schema}.${object.name}`;
  return alternatives.groups.flatMap((arms, g): readonly PlStatement[] => {
    const unread = lost[g];
    if (unread === undefined || unread.size === 0) return [];
    if ([...unread.values()].includes('lost')) state.lost++;
    const reasons = new Set([...unread].flatMap(([i, how]) => (how === 'refused' ? [arms[i]?.text?.diagnostics[0]?.message ?? 'it is not complete.'] : [])));
    for (const reason of reasons) note(state.low, node, dynamicItems.refused, { reason });
    const fails = { lost: pg.fail(`A form of a text that ${name} runs was not converted from SQL Server; see its action items`, notSupported), refused: pg.fail(`A form of a text that ${name} runs is no SQL`, syntaxError) };
    return choice(state, arms.map((arm, i) => {
      const how = unread.get(i);
      return { conditions: arm.conditions, body: how === undefined ? [] : [fails[how]], key: how ?? '' };
    }));
  });
}

/** A text that is NULL runs nothing. */
function unlessNull(state: RoutineState, alternatives: DynamicSqlAlternatives, body: readonly PlStatement[]): readonly PlStatement[] {
  const groups = alternatives.groups.filter((arms) => arms.some((arm) => arm.text === undefined));
  if (groups.length === 0) return body;
  const runs = helperVariable(state, 'dynamic text runs', 'text_runs', pg.type('boolean'));
  const none = pg.assign(runs, pg.boolean(false));
  const asked = groups.flatMap((arms) => choice(state, arms.map((arm) => ({ conditions: arm.conditions, body: arm.text === undefined ? [none] : [], key: arm.text === undefined ? 'none' : '' }))));
  return [pg.assign(runs, pg.boolean(true)), ...asked, { kind: 'If', branches: [{ condition: pg.variable(runs), body }] }];
}
