import type { Pair } from '@ferry/conversion';
import { actionItems } from './action-items';
import { openConversion } from './open-conversion';
import { openRunner } from './run';
import { settings } from './settings/definitions';

/** SQL Server to PostgreSQL. */
export const sqlserverToPostgresql: Pair = { source: 'sqlserver', target: 'postgresql', settings, actionItems, begin: openConversion, openRunner };
