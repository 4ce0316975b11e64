import { detail, family } from './define';

/** 7627, 7708, 7811 and 9997 are AWS's numbers; our own from 20400. */
export const expressionItems = {
  syntax: 7627,
  xmlMethod: 7708,
  builtIn: 7811,
  unresolved: 9997,
  unknownType: 20400,
  conversion: 20401,
  collate: 20403,
  format: 20404,
  dateLiteral: 20405,
  systemValue: 20406,
  parsed: 20407,
  jsonText: 20408,
} as const;

export const expressionDefinitions = family('expressions', [
  {
    code: expressionItems.syntax,
    severity: 'CRITICAL',
    title: 'A construct cannot be converted',
    message: (d) => `${detail(d, 'what')} cannot be converted${d['reason'] === undefined ? '' : `: ${String(d['reason'])}`}.`,
    recommendedAction: 'Write this part in PostgreSQL by hand. Until then the code fails with feature_not_supported where it stood.',
  },
  {
    code: expressionItems.xmlMethod,
    severity: 'CRITICAL',
    title: 'A method of a type cannot be converted',
    message: (d) => `The method ${detail(d, 'method')} has no certain counterpart here${d['reason'] === undefined ? '' : `: ${String(d['reason'])}`}.`,
    recommendedAction: 'Use xpath(), xmlexists() or XMLTABLE for xml, functions of an extension for other types.',
  },
  {
    code: expressionItems.builtIn,
    severity: 'CRITICAL',
    title: 'A built-in function is not converted',
    message: (d) => `${detail(d, 'function')} is not converted${d['reason'] === undefined ? '' : `: ${String(d['reason'])}`}.`,
    recommendedAction: 'Replace the call by PostgreSQL functions that do the same.',
  },
  {
    code: expressionItems.unresolved,
    severity: 'HIGH',
    title: 'A name could not be resolved',
    message: (d) => `${detail(d, 'name')} is not defined in the source${d['reason'] === undefined ? '' : ` (${String(d['reason'])})`}.`,
    recommendedAction: 'Add the missing object to the source, or correct the name.',
  },
  {
    code: expressionItems.unknownType,
    severity: 'CRITICAL',
    title: 'The type of an operand is unknown',
    message: (d) => `${detail(d, 'what')} means different things for different types, and the type of an operand could not be told.`,
    recommendedAction: 'Cast the operand to its type in the source and convert again.',
  },
  {
    code: expressionItems.conversion,
    severity: 'CRITICAL',
    title: 'A conversion between types has no certain counterpart',
    message: (d) => `The conversion from ${detail(d, 'from')} to ${detail(d, 'to')} gives another result in PostgreSQL${d['reason'] === undefined ? '' : `: ${String(d['reason'])}`}.`,
    recommendedAction: 'Write the conversion by hand, for example with to_char, encode or decode.',
  },
  {
    code: expressionItems.collate,
    severity: 'LOW',
    title: 'A COLLATE clause is left out',
    message: (d) => `COLLATE ${detail(d, 'collation')} has no counterpart that surely sorts and compares the same; the default collation applies.`,
    recommendedAction: 'Add a collation of PostgreSQL where the order or the comparison matters.',
  },
  {
    code: expressionItems.format,
    severity: 'LOW',
    title: 'A format may print differently',
    message: (d) => `FORMAT with the mask ${detail(d, 'mask')} became to_char; names of months and days follow lc_time.`,
    recommendedAction: 'Compare the text where a program reads it.',
  },
  {
    code: expressionItems.dateLiteral,
    severity: 'LOW',
    title: 'The reading of a date depends on the language',
    message: (d) => `The text '${detail(d, 'text')}' was read as month, day, year, as under SQL Server's default language.`,
    recommendedAction: 'Check the date where logins have another language or DATEFORMAT.',
  },
  {
    code: expressionItems.systemValue,
    severity: 'LOW',
    title: 'A system function has a near counterpart only',
    message: (d) => `${detail(d, 'function')} became ${detail(d, 'to')}, which is near but not the same.`,
    recommendedAction: 'Check what the value is used for.',
  },
  {
    code: expressionItems.jsonText,
    severity: 'LOW',
    title: 'JSON texts differ in spacing and the order of keys',
    message: () => 'The document is built as jsonb: its value is the same, its spacing and the order of its keys are not.',
    recommendedAction: 'Compare documents as values, not as texts.',
  },
  {
    code: expressionItems.parsed,
    severity: 'CRITICAL',
    title: 'Part of the code could not be read',
    message: (d) => `The source text could not be read here: ${detail(d, 'text')}`,
    recommendedAction: 'Correct the source text and convert again, or write this part in PostgreSQL by hand.',
  },
]);
