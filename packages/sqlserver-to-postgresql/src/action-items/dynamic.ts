import { detail, family } from './define';

/** Texts that are put together and run; most of what is said of them is among the routines. */
export const dynamicItems = {
  piece: 20501,
  refused: 20502,
} as const;

export const dynamicDefinitions = family('routines', [
  {
    code: dynamicItems.piece,
    severity: 'HIGH',
    title: 'A part is put into a text at run time',
    message: () => 'Only the run tells a condition of the text, or what it sorts by; it is put into the text of PostgreSQL as it is then, with names in brackets, N\'...\' and LIKE written otherwise. One with functions or operators of T-SQL fails.',
    recommendedAction: 'Look at what rows and callers give, and write them so that PostgreSQL reads them, too.',
  },
  {
    code: dynamicItems.refused,
    severity: 'MEDIUM',
    title: 'A form of a text is no SQL',
    message: (d) => `One form of the text cannot be read, whatever its pieces are: ${detail(d, 'reason')} SQL Server refuses it when it runs, and the converted code raises a syntax error.`,
    recommendedAction: 'Correct the text in the source, or leave out the form that never worked.',
  },
]);
