import { detail, family } from './define';

export const constraintItems = { check: 20180, disabled: 20181, missingTable: 20183, missingColumn: 20184, enforced: 20185 } as const;

export const constraintDefinitions = family('constraints', [
  {
    code: constraintItems.check,
    severity: 'HIGH',
    title: 'A check could not be converted',
    message: (d) => `The condition of the check ${detail(d, 'name', 'without a name')} could not be converted; PostgreSQL does not enforce it.`,
    recommendedAction: 'Write the condition in PostgreSQL.',
  },
  {
    code: constraintItems.disabled,
    severity: 'LOW',
    title: 'A constraint was not enforced for all rows',
    message: (d) => `The source disabled ${detail(d, 'name', 'the constraint')} or never checked its rows (NOCHECK); PostgreSQL enforces it for new and changed rows and leaves the others unchecked (NOT VALID).`,
    recommendedAction: 'Validate it after loading with ALTER TABLE ... VALIDATE CONSTRAINT, or drop it if rows must break it.',
  },
  {
    code: constraintItems.enforced,
    severity: 'LOW',
    title: 'A foreign key is enforced for all rows',
    message: (d) => `The source disabled ${detail(d, 'name', 'the foreign key')} or never checked its rows (NOCHECK); before version 18 a partitioned table of PostgreSQL takes only keys that all of its rows keep.`,
    recommendedAction: 'Correct the rows before they are loaded, or drop the key.',
  },
  {
    code: constraintItems.missingTable,
    severity: 'HIGH',
    title: 'A foreign key refers to a table that is not in the source',
    message: (d) => `The table ${detail(d, 'table')} that ${detail(d, 'name', 'the foreign key')} refers to is not in the source; the constraint is left out.`,
    recommendedAction: 'Add the table to the source and convert again.',
  },
  {
    code: constraintItems.missingColumn,
    severity: 'HIGH',
    title: 'A key or index names a column that the table does not have',
    message: (d) => `The column ${detail(d, 'column')} of ${detail(d, 'name', 'the constraint')} is not in the table; it is left out.`,
    recommendedAction: 'Correct the source and convert again.',
  },
]);
