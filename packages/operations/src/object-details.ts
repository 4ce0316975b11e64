import { objectKinds } from '@ferry/catalog';
import type { Catalog, CatalogObject, Column, Fragment } from '@ferry/catalog';
import { sizeText } from '@ferry/kernel';

interface Property {
  readonly Name: string;
  readonly Value: string;
}

const cut = (text: string, most = 2000): string => (text.length <= most ? text : `${text.slice(0, most)} ...`);

function properties(object: CatalogObject): Property[] {
  const out: Property[] = [{ Name: 'Name', Value: object.name }];
  const add = (Name: string, Value: string | undefined): void => {
    if (Value !== undefined && Value !== '') out.push({ Name, Value: cut(Value) });
  };
  if (object.kind !== 'SCHEMA') add('Schema', object.schema);
  add('Type', objectKinds[object.kind].label);
  switch (object.kind) {
    case 'TABLE':
      add('Columns', String(object.columns.length));
      if (object.size !== undefined) {
        add('Rows', object.size.rows.toLocaleString('en-US'));
        add('Size', sizeText(1024 * object.size.kilobytes));
      }
      for (const [name, value] of Object.entries(object.options)) add(name, value === '' ? 'yes' : value);
      break;
    case 'TABLE_TYPE':
      add('Columns', String(object.columns.length));
      break;
    case 'TYPE':
      add('Base type', object.base?.raw);
      add('Nullable', object.nullable ? 'yes' : 'no');
      break;
    case 'SEQUENCE':
      add('Data type', object.type?.raw);
      add('Start value', object.start);
      add('Increment', object.increment);
      add('Minimum', object.minimum);
      add('Maximum', object.maximum);
      add('Cycle', object.cycle ? 'yes' : 'no');
      break;
    case 'SYNONYM':
      add('Stands for', object.target.join('.'));
      break;
    case 'FUNCTION':
      add('Returns', object.flavour);
      break;
    case 'TRIGGER':
      add('On', object.on === undefined ? undefined : `${object.on.schema}.${object.on.name}`);
      add('Disabled', object.disabled === true ? 'yes' : undefined);
      break;
    default:
      break;
  }
  for (const property of object.properties ?? []) add(property.name === 'MS_Description' ? 'Description' : property.name, property.value);
  return out;
}

function columnRow(column: Column, text: (at: Fragment) => string): { Name: string; Type: string; Nullable: boolean; Default?: string; Notes?: string } {
  const notes = [
    ...(column.identity === undefined ? [] : [`identity (${column.identity.seed}, ${column.identity.increment})`]),
    ...(column.computed === undefined ? [] : [`computed as ${cut(text(column.computed.expression), 300)}${column.computed.persisted ? ', persisted' : ''}`]),
    ...(column.collation === undefined ? [] : [`collation ${column.collation}`]),
    ...column.options,
    ...(column.properties ?? []).filter((p) => p.name === 'MS_Description').map((p) => p.value),
  ];
  return {
    Name: column.name,
    Type: column.type?.raw ?? 'computed',
    Nullable: column.nullable,
    ...(column.default === undefined ? {} : { Default: cut(text(column.default.expression), 500) }),
    ...(notes.length === 0 ? {} : { Notes: cut(notes.join('; ')) }),
  };
}

/** What the Properties and Columns tabs show of an object, as JSON. */
export function objectDetails(object: CatalogObject, catalog: Pick<Catalog, 'sources'>): string {
  const text = (at: Fragment): string => (catalog.sources[at.source]?.text ?? '').slice(at.span.start, at.span.end);
  const columns = object.kind === 'TABLE' || object.kind === 'TABLE_TYPE' ? object.columns.map((column) => columnRow(column, text)) : undefined;
  // First, where the store looks for it.
  const size = object.kind === 'TABLE' && object.size !== undefined ? { size: { rows: object.size.rows, kilobytes: object.size.kilobytes } } : {};
  return JSON.stringify({ ...size, properties: properties(object), ...(columns === undefined ? {} : { columns }) });
}
