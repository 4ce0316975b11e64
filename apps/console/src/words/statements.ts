/** Words of named statements: ad-hoc SQL that is kept in a project's source tree. */
export const statementWords = {
  keep: 'Keep as statement',
  keepTitle: 'Keep as statement',
  keepText: 'Ferry keeps the script under Statements of the schema, as a procedure of this name. It is assessed, converted, proved and saved as SQL with everything else.',
  keepConfirm: 'Keep',
  name: 'Name',
  nameHint: 'Not the name of another object of the schema.',
  nameNeeded: 'Enter a name.',
  schema: 'Schema',
  schemaHint: 'Names without a schema in the script are looked for here.',
  started: (name: string): string => `The statement ${name} is being kept`,
  startedText: 'It appears under Statements of its schema.',
  open: 'Open schema conversion',
  delete: 'Delete statement',
  deleteTitle: (name: string): string => `Delete statement ${name}`,
  deleteText: 'The statement goes from the source tree with what it was converted to. What was applied stays in the target.',
  onlyOne: 'Select one statement under Statements.',
} as const;
