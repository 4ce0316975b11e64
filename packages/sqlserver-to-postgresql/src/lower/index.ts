import { idOf, listObject } from '@ferry/catalog';
import type { CodeObject } from '@ferry/catalog';
import type { ConvertedObject, ConvertedPart } from '@ferry/conversion';
import type { Expression } from '@ferry/target-postgresql';
import type { LoweredExpression, ObjectContext, StorageExpression } from '../context';

export const lowerExpression = (_request: StorageExpression, _ctx: ObjectContext): LoweredExpression<Expression> | undefined => undefined;
const none = (object: CodeObject): ConvertedObject => ({
  id: idOf(object),
  parts: [...listObject(object)].map(({ ref, at }): ConvertedPart => ({ ref, at, targets: [], statements: [], items: [] })) as [ConvertedPart, ...ConvertedPart[]],
});
export const lowerView = (object: CodeObject, _ctx: ObjectContext): ConvertedObject => none(object);
export const lowerRoutine = lowerView;
export const lowerTrigger = lowerView;
