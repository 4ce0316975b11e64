import type { Catalog, CodeObject, Fragment } from '@ferry/catalog';
import { parseBatch, parseExpression } from '../parser';
import type { ParsedBatch, ParsedExpression } from '../parser';
import type { Statement } from '../syntax';
import { indexCatalog } from './catalog-index';
import type { CatalogIndex } from './catalog-index';

/** A definition that was parsed: its CREATE statement is the first that defines something. */
export interface ParsedDefinition extends ParsedBatch {
  readonly statement: Statement | undefined;
}

/** Reads the pieces of a catalogue into trees, each once. */
export interface CatalogReader {
  readonly index: CatalogIndex;
  readonly definition: (object: CodeObject) => ParsedDefinition;
  readonly expression: (at: Fragment) => ParsedExpression;
}

const defining = new Set<Statement['kind']>(['CreateViewStatement', 'CreateProcedureStatement', 'CreateFunctionStatement', 'CreateTriggerStatement', 'CreateAggregateStatement']);

const readers = new WeakMap<Catalog, CatalogReader>();

/** The reader of a catalogue; made at the first call. */
export function catalogReader(catalog: Catalog): CatalogReader {
  const known = readers.get(catalog);
  if (known !== undefined) return known;
  const textOf = (at: Fragment): string => catalog.sources[at.source]?.text ?? '';
  const definitions = new Map<CodeObject, ParsedDefinition>();
  const expressions = new Map<string, ParsedExpression>();
  const definition = (object: CodeObject): ParsedDefinition => {
    const before = definitions.get(object);
    if (before !== undefined) return before;
    const batch = parseBatch(textOf(object.definition), object.definition.span, { quotedIdentifier: object.quotedIdentifier });
    const parsed = { ...batch, statement: batch.statements.find((s) => defining.has(s.kind)) };
    definitions.set(object, parsed);
    return parsed;
  };
  const expression = (at: Fragment): ParsedExpression => {
    const key = `${at.source}:${at.span.start}:${at.span.end}`;
    const before = expressions.get(key);
    if (before !== undefined) return before;
    const parsed = parseExpression(textOf(at), at.span);
    expressions.set(key, parsed);
    return parsed;
  };
  const failed = (diagnostics: ParsedExpression['diagnostics']): boolean => diagnostics.some((d) => d.severity === 'error');
  const reader: CatalogReader = {
    index: indexCatalog(catalog, {
      definition: (object) => definition(object).statement,
      expression: (at) => {
        const parsed = expression(at);
        return failed(parsed.diagnostics) ? undefined : parsed.expression;
      },
    }),
    definition,
    expression,
  };
  readers.set(catalog, reader);
  return reader;
}
