import type { CodeObject } from '@ferry/catalog';
import type { ConvertedObject } from '@ferry/conversion';
import type { ObjectContext } from '../context';
import { codePart } from './views';

export const lowerTrigger = (object: CodeObject, ctx: ObjectContext): ConvertedObject => codePart(object, ctx, { targets: [], statements: [], stub: true });
