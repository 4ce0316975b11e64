import { idOf } from '@ferry/catalog';
import type { Sequence } from '@ferry/catalog';
import type { ConvertedObject } from '@ferry/conversion';
import { builtInType } from '@ferry/source-sqlserver';
import { otherItems } from '../action-items/other-objects';
import type { ObjectContext } from '../context';
import { commentParts } from './comments';
import { converted, qualified, relationRef, statement, typeName } from './parts';
import { targetType } from '../types/target-types';

const bigintLow = -(2n ** 63n);
const bigintHigh = 2n ** 63n - 1n;

interface Range {
  readonly type: 'smallint' | 'integer' | 'bigint';
  readonly low: bigint;
  readonly high: bigint;
}

const typeLow: Readonly<Record<Range['type'], bigint>> = { smallint: -(2n ** 15n), integer: -(2n ** 31n), bigint: bigintLow };

/** A limit is written only where PostgreSQL's own differs. */
const unless = (usual: bigint, value: bigint): string | undefined => (value === usual ? undefined : String(value));

/** The values of the sequence's type. Sequences of PostgreSQL are smallint, integer or bigint. */
function rangeOf(object: Sequence): Range {
  const type = object.type === undefined ? undefined : builtInType(object.type, { nullable: false });
  switch (type?.base) {
    case 'tinyint':
      return { type: 'smallint', low: 0n, high: 255n };
    case 'smallint':
      return { type: 'smallint', low: -(2n ** 15n), high: 2n ** 15n - 1n };
    case 'int':
      return { type: 'integer', low: -(2n ** 31n), high: 2n ** 31n - 1n };
    case 'decimal': {
      const limit = 10n ** BigInt(type.precision ?? 18) - 1n;
      return { type: 'bigint', low: -limit, high: limit };
    }
    default:
      return { type: 'bigint', low: bigintLow, high: bigintHigh };
  }
}

/** A whole number as the source writes it (a sign, digits, maybe `.0`), or undefined. */
export function wholeNumber(text: string | undefined): bigint | undefined {
  const digits = text?.trim().replace(/\.0*$/, '') ?? '';
  return /^[+-]?\d+$/.test(digits) ? BigInt(digits.startsWith('+') ? digits.slice(1) : digits) : undefined;
}

/**
 * A sequence. SQL Server counts from the least value of the type unless told otherwise, PostgreSQL from 1
 * (https://learn.microsoft.com/sql/t-sql/statements/create-sequence-transact-sql). Limits are written out where they are given or
 * can be reached: one that counts up from 1 or above without a cycle never sees its least value.
 */
export function convertSequence(object: Sequence, ctx: ObjectContext): ConvertedObject {
  const range = rangeOf(object);
  const increment = wholeNumber(object.increment) ?? 1n;
  const clamp = (what: string, value: bigint): bigint => {
    if (value >= bigintLow && value <= bigintHigh) return value;
    ctx.raise(otherItems.sequenceRange, { what, value: String(value) });
    return value < bigintLow ? bigintLow : bigintHigh;
  };
  const given = (what: string, text: string | undefined): bigint | undefined => {
    const value = wholeNumber(text);
    return value === undefined ? undefined : clamp(what, value);
  };
  const within = (value: bigint): bigint => (value < bigintLow ? bigintLow : value > bigintHigh ? bigintHigh : value);
  const minimum = given('The minimum', object.minimum) ?? within(range.low);
  const maximum = given('The maximum', object.maximum) ?? within(range.high);
  const isDown = increment < 0n;
  const start = given('The start', object.start) ?? (isDown ? maximum : minimum);
  const name = ctx.names.relation(object.schema, object.name);
  const creates = relationRef('SEQUENCE', name);
  const cache = object.cache === undefined || object.cache === 'none' ? undefined : wholeNumber(object.cache);
  const create = statement(
    ctx,
    {
      kind: 'CreateSequence',
      name: qualified(name),
      source: object.nameAt ?? object.definition,
      options: {
        type: range.type === 'bigint' ? undefined : typeName(targetType(range.type)),
        start: String(start),
        increment: increment === 1n ? undefined : String(increment),
        minimum: isDown ? unless(typeLow[range.type], minimum) : object.minimum === undefined && start >= 1n && !object.cycle ? undefined : unless(1n, minimum),
        maximum: isDown ? unless(-1n, maximum) : unless(-typeLow[range.type] - 1n, maximum),
        cache: cache === undefined || cache < 2n ? undefined : String(within(cache)),
        cycle: object.cycle ? true : undefined,
      },
    },
    { creates, phase: 'sequences' },
  );
  const listed = { ref: { kind: 'SEQUENCE', schema: object.schema, name: object.name } as const, at: object.definition };
  const comments = commentParts(object.properties, { ref: { schema: object.schema, name: object.name }, target: { address: { type: 'SEQUENCE', name: qualified(name) }, ref: creates } }, ctx);
  return {
    id: idOf(object),
    parts: [converted(listed, [creates], [create], ctx), ...comments],
  };
}
