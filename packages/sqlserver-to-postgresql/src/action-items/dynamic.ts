import { family } from './define';

/** Texts that are put together and run; most of what is said of them is among the routines. */
export const dynamicItems = {
  piece: 20501,
} as const;

export const dynamicDefinitions = family('routines', [
  {
    code: dynamicItems.piece,
    severity: 'HIGH',
    title: 'A part is put into a text at run time',
    message: () => 'Only the run tells a condition of the text, or what it sorts by; it is put into the text of PostgreSQL as it is then, with names in brackets, N\'...\' and LIKE written otherwise. One with functions or operators of T-SQL fails.',
    recommendedAction: 'Look at what rows and callers give, and write them so that PostgreSQL reads them, too.',
  },
]);
