import { defineActionItems } from '@ferry/conversion';
import { administrationDefinitions } from './administration';
import { columnDefinitions } from './columns';
import { constraintDefinitions } from './constraints';
import { dynamicDefinitions } from './dynamic';
import { expressionDefinitions } from './expressions';
import { indexDefinitions } from './indexes';
import { nameDefinitions } from './names';
import { otherDefinitions } from './other-objects';
import { queryDefinitions } from './queries';
import { routineDefinitions } from './routines';
import { tableDefinitions } from './tables';
import { typeDefinitions } from './types';

/** Every action item of the pair. A new family is a file here and a line below. */
export const actionItems = defineActionItems(nameDefinitions, typeDefinitions, columnDefinitions, constraintDefinitions, indexDefinitions, tableDefinitions, otherDefinitions, expressionDefinitions, queryDefinitions, routineDefinitions, dynamicDefinitions, administrationDefinitions);
