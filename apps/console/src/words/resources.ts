/** Words that all lists and forms of resources share. */
export const resourceWords = {
  create: 'Create',
  cancel: 'Cancel',
  delete: 'Delete',
  modify: 'Modify',
  saveChanges: 'Save changes',
  actions: 'Actions',
  refresh: 'Refresh',
  preferences: 'Preferences',
  confirm: 'Confirm',
  noMatch: 'No matches',
  noMatchText: 'Nothing matches what you look for.',
  clearFilter: 'Clear filter',
  pageSize: 'Page size',
  columns: 'Select visible columns',
  wrapLines: 'Wrap lines',
  wrapLinesText: 'Show all of a text on several lines',
  compact: 'Compact mode',
  compactText: 'Show more rows by leaving less space',
  valuesOf: (column: string): string => `${column} values`,
  loadFailed: (what: string): string => `${what} could not be loaded`,
  matches: (count: number): string => (count === 1 ? '1 match' : `${count} matches`),
  name: 'Name',
  description: 'Description',
  arn: 'ARN',
  created: 'Creation time',
  usedBy: 'Associated migration projects',
  projects: 'Migration projects',
  none: '-',
  yes: 'Yes',
  no: 'No',
  willBeDeleted: 'This will be deleted:',
  optional: 'optional',
  nameNeeded: 'Enter a name.',
  nameHint: 'ASCII letters, digits and hyphens; a letter first; no hyphen last and no two in a row.',
} as const;

const moment = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' });
/** A moment of the API as people read it, in the browser's time zone. */
export const momentText = (iso: string | undefined): string => (iso === undefined ? resourceWords.none : moment.format(new Date(iso)));

const acronyms = /\b(ddl|sql|xml)\b/g;
/** A name of the API (`FOREIGN_KEY`, `other-objects`) as words within a sentence. */
export const kindText = (name: string): string => name.toLowerCase().replaceAll(/[_-]/g, ' ').replaceAll(acronyms, (letters) => letters.toUpperCase());
/** The same where a text begins with it. */
export const nounText = (name: string): string => kindText(name).replace(/^./, (letter) => letter.toUpperCase());

const exactMoment = new Intl.DateTimeFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3, hourCycle: 'h23' });
/** A moment to the millisecond, for logs. */
export const exactMomentText = (iso: string): string => exactMoment.format(new Date(iso)).replace(',', '');

export const countText = (count: number, one: string, many = `${one}s`): string => `${count.toLocaleString('en-US')} ${count === 1 ? one : many}`;

/** A yes or no of the API; AWS leaves it out where nobody chose. */
export const yesText = (value: boolean | undefined): string => (value === undefined ? resourceWords.none : value ? resourceWords.yes : resourceWords.no);
