import { detail, family } from './define';

/** 7646, 7665, 7678, 7679, 7795, 7936 are AWS's numbers; our own from 20150. */
export const columnItems = {
  collation: 7646,
  filestream: 7665,
  computedPlain: 7678,
  computedByTrigger: 7679,
  caseSensitive: 7795,
  identityPrecision: 7936,
  masked: 20150,
  encrypted: 20151,
  option: 20152,
  default: 20153,
  columnSet: 20154,
  computedType: 20155,
} as const;

export const columnDefinitions = family('columns', [
  {
    code: columnItems.collation,
    severity: 'LOW',
    title: 'The collation of a column is not converted',
    message: (d) => `The collation ${detail(d, 'collation')} differs from the database's; the column has the default collation of the PostgreSQL database.`,
    recommendedAction: 'Add a COLLATE clause to the column where its sort order matters.',
  },
  {
    code: columnItems.filestream,
    severity: 'MEDIUM',
    title: 'FILESTREAM is dropped',
    message: () => 'The column is stored in files of the file system; in PostgreSQL it is an ordinary bytea column (at most 1 GB a value).',
    recommendedAction: 'Keep large files outside the database, or use large objects.',
  },
  {
    code: columnItems.computedPlain,
    severity: 'HIGH',
    title: 'A computed column became a plain column',
    message: (d) => `The expression of the computed column ${detail(d, 'column')} could not be converted; the column is never computed.`,
    recommendedAction: 'Write the expression in PostgreSQL as a generated column, or fill the column in a trigger.',
  },
  {
    code: columnItems.computedByTrigger,
    severity: 'LOW',
    title: 'A computed column is filled by a trigger',
    message: (d) => `A generated column of PostgreSQL must be immutable, and the expression of ${detail(d, 'column')} is not: a trigger computes it when a row is written.`,
    recommendedAction: 'Where the value must follow the clock or other tables, compute it in a view instead.',
  },
  {
    code: columnItems.caseSensitive,
    severity: 'LOW',
    title: 'Comparisons of strings become case sensitive',
    message: (d) => `SQL Server compares these columns without case, PostgreSQL with case: ${detail(d, 'columns')}.`,
    recommendedAction: 'Compare with lower() or ILIKE where case must not matter, or give the columns a non-deterministic ICU collation.',
  },
  {
    code: columnItems.identityPrecision,
    severity: 'MEDIUM',
    title: 'A DECIMAL identity exceeds BIGINT',
    message: (d) => `The identity column ${detail(d, 'column')} holds more digits than bigint, which PostgreSQL's identity columns need.`,
    recommendedAction: 'Check that the values stay below 9 223 372 036 854 775 807.',
  },
  {
    code: columnItems.masked,
    severity: 'MEDIUM',
    title: 'Dynamic data masking is not converted',
    message: (d) => `The column ${detail(d, 'column')} is masked for users without the permission UNMASK; PostgreSQL shows it to all who may read the table.`,
    recommendedAction: 'Grant access to a view that masks the column, or use an anonymising extension.',
  },
  {
    code: columnItems.encrypted,
    severity: 'HIGH',
    title: 'Always Encrypted is not converted',
    message: (d) => `The column ${detail(d, 'column')} is encrypted by the client driver; PostgreSQL has no counterpart.`,
    recommendedAction: 'Encrypt in the application, or with the extension pgcrypto.',
  },
  {
    code: columnItems.option,
    severity: 'INFO',
    title: 'A storage option of a column has no counterpart',
    message: (d) => `The option ${detail(d, 'option')} has no counterpart in PostgreSQL and no effect on results; it is left out.`,
    recommendedAction: 'Nothing.',
  },
  {
    code: columnItems.default,
    severity: 'HIGH',
    title: 'A default could not be converted',
    message: (d) => `The default of ${detail(d, 'column')} could not be converted; rows that leave the column out get NULL.`,
    recommendedAction: 'Write the default in PostgreSQL.',
  },
  {
    code: columnItems.columnSet,
    severity: 'HIGH',
    title: 'A column set is not converted',
    message: (d) => `${detail(d, 'column')} shows all sparse columns as XML; in PostgreSQL it is a plain column that stays empty.`,
    recommendedAction: 'Build the XML in a view from the columns.',
  },
  {
    code: columnItems.computedType,
    severity: 'LOW',
    title: 'The type of a computed column is not certain',
    message: (d) => `The type of the computed column ${detail(d, 'column')} could not be told from its expression; it is ${detail(d, 'type')}.`,
    recommendedAction: 'Check the type of the column.',
  },
]);
