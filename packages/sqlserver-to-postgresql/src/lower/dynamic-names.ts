import type { Catalog } from '@ferry/catalog';
import type { CatalogIndex, ColumnReference, DynamicVariant, Identifier, NamedTable, Node as SourceNode, QualifiedName, SelectQuery, ShapeColumn, Statement } from '@ferry/source-sqlserver';
import type { RawPiece } from './dynamic-pieces';
import { columnsByName, partsOf, scalar, walk } from '@ferry/source-sqlserver';

/** The word that stands for a piece of a dynamic text that is not known: `hole_0_`. */
export const holeWord = /hole_(\d+)_/;
const everyHole = /hole_(\d+)_/g;

/** The names of tables that are known at run time only, and what is put in the place of values. */
export interface Rewritten {
  readonly statements: readonly Statement[];
  /** Names of such tables as they stand in the rewritten text, with the schema that was written before them. */
  readonly tables: ReadonlyMap<string, string | undefined>;
  /** Variables of ours that stand for values: the number of the hole, or the pieces of a text around holes. */
  readonly values: ReadonlyMap<string, readonly (string | number)[]>;
  /** Variables of ours that stand for pieces which go in as they are. */
  readonly raw: ReadonlyMap<string, RawPiece>;
}

const pieces = (text: string): readonly (string | number)[] => {
  const out: (string | number)[] = [];
  let last = 0;
  for (const match of text.matchAll(everyHole)) {
    if (match.index > last) out.push(text.slice(last, match.index));
    out.push(Number(match[1]));
    last = match.index + match[0].length;
  }
  if (last < text.length) out.push(text.slice(last));
  return out;
};

/** Stands for the dot between a schema and a name in a word. */
const dot = '_dot_';

/** The word that a piece which goes in as it is has in the converted text. */
const rawPlace = (index: number): string => `hole_${900_000 + index}_`;

/** A text split at its holes. */
export const holePieces = (text: string): readonly (string | number)[] => pieces(text).map((p) => (typeof p === 'string' ? p.replace(dot, '.') : p));

const replaced = <T>(value: T, change: (node: SourceNode) => SourceNode | undefined): T => {
  if (Array.isArray(value)) return value.map((v: unknown) => replaced(v, change)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (!('kind' in value) || !('span' in value)) return value;
  const other = change(value as unknown as SourceNode);
  if (other !== undefined) return other as T;
  let same = true;
  const out: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    out[key] = replaced(inner as unknown, change);
    if (out[key] !== inner) same = false;
  }
  return same ? value : (out as T);
};

const identifier = (name: string, at: SourceNode): Identifier => ({ kind: 'Identifier', name, quoted: 'none', span: at.span }) as unknown as Identifier;
const named = (node: QualifiedName, ...names: readonly string[]): QualifiedName => ({ ...node, parts: names.map((n) => identifier(n, node)) });

/**
 * Tables whose name is a hole are given a name that is bound like that of a temporary table; holes that are values, or stand inside
 * of a text, become variables.
 */
export function rewriteHoles(variant: DynamicVariant, textOf: (node: SourceNode) => string, rawPieces: readonly RawPiece[] = []): Rewritten {
  // The same piece is the same name wherever it stands.
  const firstOf = new Map<string, number>();
  const same = variant.holes.map((hole, i) => {
    const text = hole.expression === undefined ? `#${i}` : textOf(hole.expression);
    if (!firstOf.has(text)) firstOf.set(text, i);
    return firstOf.get(text) ?? i;
  });
  const canonical = (text: string): string => text.replace(everyHole, (word, n: string) => (same[Number(n)] === undefined ? word : `hole_${same[Number(n)]}_`));
  const tables = new Map<string, string | undefined>();
  const values = new Map<string, readonly (string | number)[]>();
  const aliases = new Map<string, string>();
  const valueNodes = new Map<SourceNode, number>();
  variant.holes.forEach((hole, i) => {
    if (hole.position === 'value' && hole.node !== undefined) valueNodes.set(hole.node, i);
  });
  const tableName = (node: QualifiedName): QualifiedName | undefined => {
    const parts = partsOf(node).map(canonical);
    const schema = parts[parts.length - 2] ?? '';
    // Schema and name in one, where the schema is a piece too.
    const last = holeWord.test(schema) ? `${schema}${dot}${parts[parts.length - 1] ?? ''}` : (parts[parts.length - 1] ?? '');
    if (!holeWord.test(last)) return undefined;
    const plain = `#${last.replace(/^#/, '')}`;
    tables.set(plain.toLowerCase(), last.startsWith('#') ? '#' : last.includes(dot) ? '' : parts[parts.length - 2]);
    return named(node, plain);
  };
  const variable = (node: SourceNode, parts: readonly (string | number)[]): SourceNode => {
    const name = `@hole_value_${values.size}`;
    values.set(name, parts);
    return { kind: 'Variable', name, span: node.span } as unknown as SourceNode;
  };
  const raw = new Map<string, RawPiece>();
  const rawNodes = new Map(rawPieces.map((piece) => [piece.node, piece]));
  /** Of a condition: that it holds. */
  const rawNode = (piece: RawPiece): SourceNode => {
    const name = `@${rawPlace(raw.size)}`;
    raw.set(name, piece);
    const { span } = piece.node;
    const placed = { kind: 'Variable', name, span } as unknown as SourceNode;
    return piece.form !== 'condition' ? placed : ({ kind: 'ComparisonExpression', operator: '=', left: placed, right: { kind: 'IntegerLiteral', raw: '1', value: '1', span }, span } as unknown as SourceNode);
  };
  const tableNames = new Set<SourceNode>();
  for (const s of variant.statements)
    walk(s, (n) => {
      const { name, table, names, into, indexes } = n as unknown as { name?: SourceNode; table?: SourceNode; names?: readonly SourceNode[]; into?: SourceNode; indexes?: readonly { table: SourceNode }[] };
      if (n.kind === 'CreateTableStatement' && name !== undefined) tableNames.add(name);
      if ((n.kind === 'CreateIndexStatement' || n.kind === 'AlterTableStatement' || n.kind === 'TruncateTableStatement') && table !== undefined) tableNames.add(table);
      if (n.kind === 'DropStatement' && ['TABLE', 'VIEW', 'SYNONYM', 'SEQUENCE'].includes((n as unknown as { objectType: string }).objectType)) for (const one of names ?? []) tableNames.add(one);
      if (n.kind === 'SelectQuery' && into !== undefined && into !== null) tableNames.add(into);
      if (n.kind === 'DropIndexStatement') for (const one of indexes ?? []) tableNames.add(one.table);
    });
  const first = replaced(variant.statements, (node) => {
    if (tableNames.has(node)) {
      const name = tableName(node as QualifiedName);
      if (name !== undefined) return name;
    }
    const piece = rawNodes.get(node);
    if (piece !== undefined) return rawNode(piece);
    const at = valueNodes.get(node);
    if (at !== undefined) return variable(node, [at]);
    if (node.kind === 'StringLiteral') {
      const { value } = node as unknown as { value: string };
      return holeWord.test(value) ? variable(node, pieces(value)) : undefined;
    }
    if (node.kind === 'NamedTable') {
      const table = node as NamedTable;
      const name = tableName(table.name);
      if (name === undefined) return undefined;
      const word = partsOf(name)[0]?.slice(1) ?? '';
      const alias = table.alias ?? identifier(`source_${word}`.replace(everyHole, '$1'), table);
      if (table.alias === undefined) aliases.set(word.toLowerCase(), alias.name);
      return { ...table, name, alias } as unknown as SourceNode;
    }
    if (node.kind === 'Identifier') {
      const name = canonical((node as unknown as Identifier).name);
      return name === (node as unknown as Identifier).name ? undefined : ({ ...(node as unknown as Identifier), name } as unknown as SourceNode);
    }
    return undefined;
  });
  // Columns that are qualified by the name of such a table are qualified by its alias.
  const statements = replaced(first, (node) => {
    if (node.kind !== 'ColumnReference') return undefined;
    const column = node as ColumnReference;
    const parts = partsOf(column.name).map(canonical);
    const alias = aliases.get((parts[parts.length - 2] ?? '').replace(/^#/, '').toLowerCase());
    return alias === undefined ? undefined : ({ ...column, name: named(column.name, alias, parts[parts.length - 1] ?? '') } as unknown as SourceNode);
  });
  return { statements, tables, values, raw };
}

/**
 * The columns that statements use of a table whose name is known at run time only. Their types are taken from columns of the same
 * name in the tables of the database, whose rows such a table nearly always holds.
 * @returns the columns, and those whose type was guessed
 */
export function usedColumns(statements: readonly Statement[], table: string, catalog: Catalog, index: CatalogIndex): { readonly columns: readonly ShapeColumn[]; readonly guessed: readonly string[] } {
  const { fold } = index;
  const aliases = new Set<string>();
  const others = new Set<string>();
  const inStatement = new Map<string, ShapeColumn>();
  for (const s of statements)
    walk(s, (n) => {
      if (n.kind !== 'NamedTable') return;
      const node = n as NamedTable;
      const parts = partsOf(node.name);
      const name = parts[parts.length - 1] ?? '';
      if (name.toLowerCase() === table) aliases.add(fold(node.alias?.name ?? name));
      else {
        others.add(fold(node.alias?.name ?? name));
        for (const column of index.relation(parts[parts.length - 2] ?? 'dbo', name)?.columns ?? []) inStatement.set(fold(column.name), column);
      }
    });
  const names = new Map<string, string>();
  // Names that the text itself gives to columns are not those of the table.
  const given = new Set<string>();
  for (const s of statements) walk(s, (n) => {
    const alias = n.kind === 'SelectExpression' ? (n as unknown as { alias?: Identifier }).alias : undefined;
    if (alias !== undefined && alias !== null) given.add(fold(alias.name));
  });
  const direct = referencesBeside(statements, table);
  for (const s of statements)
    walk(s, (n) => {
      const add = (name: QualifiedName, sure = false): void => {
        const parts = partsOf(name);
        const last = parts[parts.length - 1] ?? '';
        const qualifier = parts.length > 1 ? fold(parts[parts.length - 2] ?? '') : undefined;
        if (qualifier === undefined ? (sure || !given.has(fold(last))) && !(others.size > 0 && inStatement.has(fold(last)) && aliases.size > 0 && joinsOther(s, table)) : aliases.has(qualifier)) names.set(fold(last), last);
      };
      if (n.kind === 'ColumnReference') add((n as ColumnReference).name, direct.has(n));
      if (n.kind === 'ColumnAssignment') add((n as unknown as { column: QualifiedName }).column);
      if (n.kind === 'InsertStatement') {
        const { target, columns } = n as unknown as { target: NamedTable; columns: readonly QualifiedName[] };
        if (target.kind === 'NamedTable' && (partsOf(target.name).pop() ?? '').toLowerCase() === table) for (const column of columns) add(column);
      }
    });
  const guessed: string[] = [];
  const columns = [...names.values()].map((name): ShapeColumn => {
    const like = inStatement.get(fold(name)) ?? columnsByName(catalog, index).get(fold(name));
    if (like === undefined) guessed.push(name);
    const type = like?.type ?? scalar('nvarchar', { length: 'max' });
    return { name, type: type.kind === 'scalar' ? { ...type, nullable: true } : type };
  });
  return { columns, guessed };
}

/** Column references in queries that have the table in their own FROM: no name that the query gives is visible there. */
function referencesBeside(statements: readonly Statement[], table: string): ReadonlySet<SourceNode> {
  const found = new Set<SourceNode>();
  const reads = (select: SelectQuery): boolean => {
    let mine = false;
    for (const from of select.from)
      walk(from, (n) => {
        if (n.kind === 'NamedTable' && (partsOf((n as NamedTable).name).pop() ?? '').toLowerCase() === table) mine = true;
        return n.kind !== 'DerivedTable';
      });
    return mine;
  };
  const collect = (root: SourceNode): void =>
    walk(root, (n) => {
      if (n.kind === 'ColumnReference') found.add(n);
      return n.kind !== 'Query';
    });
  for (const s of statements)
    walk(s, (n) => {
      if (n.kind === 'SelectQuery' && reads(n as SelectQuery)) for (const part of [...(n as SelectQuery).items, ...((n as SelectQuery).where === undefined ? [] : [(n as SelectQuery).where as SourceNode])]) collect(part);
    });
  return found;
}

/** Whether a statement joins such a table to others in one FROM: then a bare name that another table has is that table's. */
function joinsOther(root: Statement, table: string): boolean {
  let found = false;
  walk(root, (n) => {
    if (n.kind !== 'JoinedTable') return;
    let mine = false;
    walk(n, (m) => void (mine ||= m.kind === 'NamedTable' && (partsOf((m as NamedTable).name).pop() ?? '').toLowerCase() === table));
    if (mine) found = true;
  });
  return found;
}
