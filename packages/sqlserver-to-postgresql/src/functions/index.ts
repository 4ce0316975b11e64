import { aggregateFunctions } from './aggregates';
import type { FunctionRow } from './call-site';
import { dateFunctions } from './dates';
import { jsonFunctions } from './json';
import { nullFunctions } from './nulls';
import { numberFunctions } from './numbers';
import { principalFunctions } from './principals';
import { metadataFunctions } from './metadata';
import { sessionFunctions } from './session';
import { stringFunctions } from './strings';
import { systemFunctions } from './system';

const rows = new Map<string, FunctionRow>(
  [stringFunctions, jsonFunctions, numberFunctions, dateFunctions, nullFunctions, aggregateFunctions, systemFunctions, sessionFunctions, metadataFunctions, principalFunctions].flatMap((table) => Object.entries(table)),
);

/** The row of a built-in function. @param name upper case; global variables with their `@@` */
export const builtInFunction = (name: string): FunctionRow | undefined => rows.get(name);
/** Names of all built-in functions that are converted, for documentation and tests. */
export const builtInNames = (): readonly string[] => [...rows.keys()];
