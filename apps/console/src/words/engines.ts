import { sourceFacts, targetFacts } from '@ferry/registry/facts';
import type { EngineFacts } from '@ferry/registry/facts';

/** The engine that a name of the AWS DMS API means, if Ferry knows it. */
export const sourceOf = (dmsEngine: string): EngineFacts | undefined => sourceFacts.find((facts) => facts.dmsEngines.includes(dmsEngine));
export const targetOf = (dmsEngine: string): (typeof targetFacts)[number] | undefined => targetFacts.find((facts) => facts.dmsEngines.includes(dmsEngine));

/** For people. AWS has several names for some engines (`aurora-...`, its managed kinds): the first is the plain one. */
export function engineLabel(dmsEngine: string | undefined): string {
  if (dmsEngine === undefined) return '-';
  const facts = sourceOf(dmsEngine) ?? targetOf(dmsEngine);
  if (facts === undefined) return dmsEngine;
  if (dmsEngine === facts.dmsEngines[0]) return facts.label;
  return dmsEngine.startsWith('aurora') ? `Amazon Aurora ${facts.label}` : `${facts.label} (${dmsEngine})`;
}
