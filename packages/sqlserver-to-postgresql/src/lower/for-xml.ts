import type { ForXml, Query as SourceQuery, ShapeColumn } from '@ferry/source-sqlserver';
import { familyOf, isScalar, partsOf, scalar, shapeOf } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression, Query } from '@ferry/target-postgresql';
import { queryItems } from '../action-items/queries';
import { convert } from './convert';
import { castTo, note } from './lowering';
import type { Lowering } from './lowering';
import { lowerQuery } from './queries';

type Item = { readonly name: string; readonly value: Expression; readonly isXml: boolean };

/** An element of FOR XML PATH: `a/b` and `a/@c` that follow each other are in one `a`. */
interface Branch {
  readonly name: string;
  readonly attributes: Item[];
  readonly children: (Item | Branch)[];
}

const isBranch = (node: Item | Branch): node is Branch => 'children' in node;
const inline = new Set(['', '*', 'text()', 'node()']);

/** A value as XML writes it; undefined where SQL Server writes it in another form. */
function cell(low: Lowering, query: SourceQuery, column: ShapeColumn, value: Expression, bytes: boolean): Expression | undefined {
  const { type } = column;
  switch (familyOf(type)) {
    case 'string': return castTo(convert(low, { kind: 'NullLiteral', raw: '', span: query.span }, value, type, scalar('nvarchar', { length: 'max' }), 'implicit'), 'text');
    case 'integer': case 'decimal': case 'money': case 'xml': return value;
    case 'bit': return low.bitIsBoolean ? castTo(value, 'integer') : value;
    case 'guid': return pg.call('upper', castTo(value, 'text'));
    case 'binary': return bytes ? value : undefined;
    // Both write ISO 8601; digits of a second that are zero are left out here.
    case 'date-time': return isScalar(type) && type.base !== 'datetimeoffset' ? (note(low, query, queryItems.xmlText), value) : undefined;
    default: return undefined;
  }
}

const named = (items: readonly Item[]): { readonly value: Expression; readonly name: string }[] => items.map(({ name, value }) => ({ name, value }));

/** Elements of NULLs are left out, those that have others in them as well. */
function contents(children: readonly (Item | Branch)[]): readonly Expression[] {
  const out: Expression[] = [];
  let leaves: Item[] = [];
  const flush = (): void => {
    if (leaves.length > 0) out.push({ kind: 'XmlForest', items: named(leaves) });
    leaves = [];
  };
  for (const child of children) {
    if (isBranch(child)) {
      flush();
      out.push(pg.case([pg.when(someValue(child), element(child))]));
    } else if (inline.has(child.name)) {
      flush();
      out.push(child.value);
    } else leaves.push(child);
  }
  flush();
  return out;
}

const element = (branch: Branch): Expression => ({ kind: 'XmlElement', name: branch.name, ...(branch.attributes.length === 0 ? {} : { attributes: named(branch.attributes) }), content: contents(branch.children) });
const valuesIn = (branch: Branch): readonly Expression[] => [...branch.attributes.map((a) => a.value), ...branch.children.flatMap((c) => (isBranch(c) ? valuesIn(c) : [c.value]))];
const someValue = (branch: Branch): Expression => pg.or(...valuesIn(branch).map((v) => pg.isNotNull(v)));

/** The columns of PATH as a tree. @returns undefined for names that mean something else */
function treeOf(row: string, items: readonly Item[]): Branch | undefined {
  const root: Branch = { name: row, attributes: [], children: [] };
  for (const item of items) {
    const steps = item.name.split('/');
    const last = steps.pop() ?? '';
    let at = root;
    for (const step of steps) {
      const open = at.children[at.children.length - 1];
      if (open !== undefined && isBranch(open) && open.name === step) at = open;
      else {
        const branch: Branch = { name: step, attributes: [], children: [] };
        at.children.push(branch);
        at = branch;
      }
    }
    if (steps.some((s) => s === '' || /[@()*]/.test(s)) || /^(data|comment|processing-instruction)\(/.test(last)) return undefined;
    if (!last.startsWith('@')) at.children.push({ ...item, name: last });
    else if (at.children.length > 0) return undefined;
    else at.attributes.push({ ...item, name: last.slice(1) });
  }
  return root;
}

/** `('name')` as written. */
const written = (value: string | undefined): string | undefined => /'((?:[^']|'')*)'/.exec(value ?? '')?.[1]?.replaceAll("''", "'");

/** The element of a row: its name in AUTO is that of the table, as far as there is one. */
function rowName(query: SourceQuery, clause: ForXml): string | undefined {
  if (clause.mode !== 'AUTO') return clause.element ?? 'row';
  const from = query.body.kind === 'SelectQuery' ? query.body.from : [];
  const [table] = from;
  return from.length === 1 && table?.kind === 'NamedTable' ? (table.alias?.name ?? partsOf(table.name).join('.')) : undefined;
}

/**
 * FOR XML RAW and PATH, and AUTO over one table: an element for each row, NULLs left out
 * (https://learn.microsoft.com/sql/relational-databases/xml/for-xml-sql-server).
 * @returns undefined for forms that are not converted
 */
export function lowerForXml(low: Lowering, query: SourceQuery, clause: ForXml): Query | undefined {
  const columns = shapeOf(low.binding, query.body);
  const row = rowName(query, clause);
  const options = new Map(clause.options.map((o) => [o.name.toUpperCase(), o]));
  const elements = clause.mode === 'PATH' || options.has('ELEMENTS');
  const known = [...options.keys()].every((name) => ['TYPE', 'ROOT', 'ELEMENTS', 'BINARY BASE64'].includes(name));
  if (columns === undefined || row === undefined || clause.mode === 'EXPLICIT' || !known || low.namespaces.length > 0 || /\S/.test(options.get('ELEMENTS')?.value ?? '')) return undefined;
  const failures = low.failures;
  const names = columns.map((_, i) => `value_${i + 1}`);
  const rows = lowerQuery(low, { ...query, for: undefined }, { names });
  if (low.failures > failures) return undefined;
  const items: Item[] = [];
  for (const [i, column] of columns.entries()) {
    const value = cell(low, query, column, pg.column('xml_rows', names[i] ?? ''), clause.mode === 'PATH' || options.has('BINARY BASE64'));
    // RAW and AUTO want a name for every attribute.
    if (value === undefined || (!elements && (column.name === '' || familyOf(column.type) === 'xml'))) return undefined;
    items.push({ name: column.name, value, isXml: familyOf(column.type) === 'xml' });
  }
  const tree = clause.mode === 'PATH' ? treeOf(row, items) : elements ? { name: row, attributes: [], children: items } : { name: row, attributes: items, children: [] };
  if (tree === undefined) return undefined;
  const document = row !== '' ? element(tree) : tree.attributes.length > 0 ? undefined : concatenated(items, contents(tree.children));
  if (document === undefined) return undefined;
  const all: Expression = pg.call('xmlagg', document);
  const root = options.get('ROOT');
  const whole: Expression = root === undefined ? all : { kind: 'XmlElement', name: written(root.value) ?? 'root', content: [all] };
  const typed = options.has('TYPE');
  const some: Expression = pg.gt({ ...pg.call('count'), star: true }, pg.number(0));
  return pg.select([pg.item(typed ? whole : castTo(whole, 'text'), 'xml')], { from: [{ kind: 'FromSubquery', query: rows, alias: 'xml_rows', ...(rows.kind === 'Select' ? {} : { columns: names }) }], ...(typed && root === undefined ? {} : { having: some }) });
}

/** Rows without an element of their own: elements one after the other. Texts have no place outside of one. */
function concatenated(items: readonly Item[], parts: readonly Expression[]): Expression | undefined {
  if (items.some((i) => inline.has(i.name) && !i.isXml)) return undefined;
  return parts.length === 1 ? parts[0] : pg.call('xmlconcat', ...parts);
}
