import { detail, family } from './define';

export const nameItems = { cut: 20100, clash: 20101, reserved: 20102 } as const;

export const nameDefinitions = family('names', [
  {
    code: nameItems.cut,
    severity: 'LOW',
    title: 'A name is longer than PostgreSQL allows',
    message: (d) => `The name ${detail(d, 'source')} is longer than 63 bytes; it became ${detail(d, 'target')}.`,
    recommendedAction: 'Use the shorter name in application code, or rename the object with a transformation rule.',
  },
  {
    code: nameItems.clash,
    severity: 'MEDIUM',
    title: 'Two names become one in PostgreSQL',
    message: (d) => `The name ${detail(d, 'source')} is already taken in PostgreSQL by another object; this one became ${detail(d, 'target')}.`,
    recommendedAction: 'Use the new name in application code, rename one of the objects with a transformation rule, or keep the case of names.',
  },
  {
    code: nameItems.reserved,
    severity: 'LOW',
    title: 'PostgreSQL reserves this name for itself',
    message: (d) => `PostgreSQL keeps the name ${detail(d, 'source')} for itself; it became ${detail(d, 'target')}.`,
    recommendedAction: 'Use the new name in application code, or rename the object with a transformation rule.',
  },
]);
