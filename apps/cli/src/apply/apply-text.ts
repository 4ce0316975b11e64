import type { Lack, TargetRef } from '@ferry/conversion';
import { harmless } from '../terminal';
import type { AppliedObject, ApplyReport } from './apply';

const failuresShown = 40;
const keptShown = 20;

const nameOf = ({ kind, schema, parent, name }: TargetRef): string => {
  const own = parent === undefined ? name : `${name} of ${parent}`;
  return `${kind} ${schema === '' || kind === 'SCHEMA' ? own : `${schema}.${own}`}`;
};

function lines({ object, message }: AppliedObject): string[] {
  const place = message?.line === undefined ? '' : ` (deploy.sql, line ${message.line})`;
  const told = message === undefined ? [] : [`    ${message.message}`, ...(message.detail === undefined ? [] : [`    Detail: ${message.detail}`]), ...(message.hint === undefined ? [] : [`    Hint: ${message.hint}`])];
  return [`  ${nameOf(object)}${place}`, ...told];
}

function listed(title: string, objects: readonly AppliedObject[], shown: number): string[] {
  if (objects.length === 0) return [];
  const more = objects.length > shown ? [`  ... and ${objects.length - shown} more (--json lists all)`] : [];
  return ['', title, ...objects.slice(0, shown).flatMap(lines), ...more];
}

/** What the server does not have, in lines for a terminal. */
export const lacksText = (lacks: readonly Lack[]): string =>
  harmless(lacks.map(({ message, cure, neededBy }) => `${message} ${neededBy.length === 1 ? '1 part of the code needs it' : `${neededBy.length} parts of the code need it`}${neededBy.length === 0 ? '' : ` (${neededBy.slice(0, 5).map(nameOf).join(', ')}${neededBy.length > 5 ? ', ...' : ''})`}. ${cure}\n`).join(''));

/** What was applied, in lines for a terminal. */
export function applyText(report: ApplyReport): string {
  const { counts, objects } = report;
  const numbers = report.dryRun
    ? `Nothing was changed. It would create ${counts.wouldCreate}, change ${counts.wouldChange}, and drop and create ${counts.wouldRecreate} again; ${counts.unchanged} are there already, ${counts.kept} would be left as they are.`
    : `Applied ${counts.applied}; ${counts.unchanged} were there already, ${counts.failed} failed, ${counts.kept} were left as they are.`;
  const of = (status: AppliedObject['status']): AppliedObject[] => objects.filter((object) => object.status === status);
  const text = [
    ...(report.title === '' ? [] : [report.title]),
    `${report.dryRun ? 'Looked at' : 'Applied to'} ${report.server}.`,
    numbers,
    ...listed('Failed', of('failed'), failuresShown),
    ...listed('Left as they are', of('kept'), keptShown),
  ];
  return `${harmless(text.join('\n'))}\n`;
}
