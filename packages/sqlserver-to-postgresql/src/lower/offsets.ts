import type { AtTimeZoneExpression, Expression as SourceExpression, FunctionCall, SqlType } from '@ferry/source-sqlserver';
import { familyOf, isScalar, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { expressionItems } from '../action-items/expressions';
import { typeItems } from '../action-items/types';
import { offsetIn } from '../functions/texts-to-values';
import { timeZone, timeZoneIn } from '../functions/time-zones';
import { readDateText } from './date-literals';
import { coerce, lowerNode } from './expressions';
import { integerOf, textOf } from './literals';
import { atLeast, bare, castTo, note, refuse, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { support } from './support-call';
import { held, isVariant } from './variants';

/*
 * timestamptz keeps the moment of a datetimeoffset and not its offset. Where the text of the program says which offset a value has
 * (SWITCHOFFSET, AT TIME ZONE, a constant), whatever asks for it - a conversion to a local time or to text, DATEPART - is written with it.
 */

export const isOffset = (type: SqlType): boolean => isScalar(type) && type.base === 'datetimeoffset';

/** Expressions whose offset was asked for: nothing is lost. */
const asked = new WeakSet<SourceExpression>();
/** Says that the offset of an expression is taken along, or does not matter. */
export const askOffset = (node: SourceExpression): void => void asked.add(bare(node));
/** Says that an offset is lost, unless something asked for it. */
export const noteOffset = (low: Lowering, node: SourceExpression): void => {
  if (!asked.has(node)) note(low, node, typeItems.datetimeoffset, { to: 'timestamptz' });
};

const offsetPattern = /^([+-])(\d{2}):(\d{2})$/;
const interval = (minutes: number): Expression => pg.interval(`${minutes < 0 ? '-' : ''}${String(Math.floor(Math.abs(minutes) / 60)).padStart(2, '0')}:${String(Math.abs(minutes) % 60).padStart(2, '0')}`);
/** Offsets reach to 14 hours. */
const farthest = 14 * 60;

/** An offset as SWITCHOFFSET takes it: minutes, or a text `+hh:mm`. @returns undefined for one that SQL Server refuses */
export function offsetArgument(low: Lowering, node: SourceExpression): Expression | undefined {
  const type = sqlTypeOf(low, node);
  const text = textOf(node);
  const minutes = integerOf(node) ?? (text === undefined ? undefined : minutesOf(text));
  if (minutes !== undefined) return Math.abs(minutes) > farthest ? undefined : interval(minutes);
  if (text !== undefined || !isScalar(type)) return undefined;
  if (familyOf(type) === 'string') return castTo(coerce(low, node, scalar('varchar', { length: 'max' })), 'interval');
  return familyOf(type) === 'integer' ? pg.call('make_interval', pg.named('mins', coerce(low, node, scalar('int')))) : undefined;
}

function minutesOf(text: string): number | undefined {
  const match = offsetPattern.exec(text.trim());
  return match === null || Number(match[3]) > 59 ? undefined : (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
}

/** The function that `Lowering.local` is asked for. */
export const offsetOfVariable = 'OFFSET OF A VARIABLE';

/** Functions that keep the offset of one of their arguments. */
const keeping: Readonly<Record<string, number>> = { DATEADD: 2, DATETRUNC: 1, DATE_BUCKET: 2 };

/** The zone in which SQL Server shows a datetimeoffset: an offset, or the name of a zone. @returns undefined where it is not known */
export function shownZone(low: Lowering, node: SourceExpression): Expression | undefined {
  const inner = bare(node);
  if (!isOffset(sqlTypeOf(low, inner))) return undefined;
  switch (inner.kind) {
    case 'CastExpression': case 'ConvertExpression': return zoneOfText(low, inner.operand);
    case 'AtTimeZoneExpression': return zoneNamed(low, inner);
    // A batch knows what its variables hold.
    case 'Variable': return low.local(offsetOfVariable, [inner]);
    case 'FunctionCall': {
      const name = (inner.name.parts[inner.name.parts.length - 1]?.name ?? '').toUpperCase();
      const [, second] = inner.args;
      const kept = inner.args[keeping[name] ?? -1];
      if (kept !== undefined) return isOffset(sqlTypeOf(low, kept)) ? shownZone(low, kept) : zoneOfText(low, kept);
      if ((name === 'SWITCHOFFSET' || name === 'TODATETIMEOFFSET') && second !== undefined) return offsetArgument(low, second);
      if (name === 'SYSDATETIMEOFFSET') return pg.call('current_setting', pg.text('TimeZone'));
      return name === 'DATETIMEOFFSETFROMPARTS' ? zoneOfParts(low, inner) : undefined;
    }
    default: return undefined;
  }
}

/** The offset at the end of a text; other types have none, which is UTC. */
export function zoneOfText(low: Lowering, node: SourceExpression): Expression | undefined {
  const type = sqlTypeOf(low, node);
  if (isOffset(type)) return shownZone(low, node);
  if (isVariant(type)) {
    const inside = held(low, node);
    return inside === undefined ? undefined : zoneOfText(low, inside);
  }
  if (!isScalar(type)) return undefined;
  if (familyOf(type) !== 'string') return interval(0);
  const text = textOf(node);
  const read = text === undefined ? undefined : readDateText(text);
  const minutes = read === undefined ? undefined : minutesOf(read.offset === undefined || read.offset === '+00' ? '+00:00' : read.offset);
  return minutes === undefined ? support(low, offsetIn, [castTo(coerce(low, node, scalar('varchar', { length: 'max' })), 'text')]) : interval(minutes);
}

/** The zone of AT TIME ZONE. @returns undefined for a name that nobody knows */
function zoneNamed(low: Lowering, node: AtTimeZoneExpression): Expression | undefined {
  const text = textOf(node.zone);
  const name = timeZone(text ?? '');
  if (text !== undefined) return name === undefined ? undefined : pg.text(name);
  return support(low, timeZoneIn, [castTo(coerce(low, node.zone, scalar('nvarchar', { length: 'max' })), 'text')]);
}

/** Functions that give the name of a zone; others give an offset. */
const namingZones = new Set(['current_setting', timeZoneIn.name]);

function zoneOfParts(low: Lowering, node: FunctionCall): Expression | undefined {
  const [hours, minutes] = [node.args[7], node.args[8]];
  if (hours === undefined || minutes === undefined) return undefined;
  const [h, m] = [integerOf(hours), integerOf(minutes)];
  if (h !== undefined && m !== undefined) return interval(h * 60 + m);
  return pg.call('make_interval', pg.named('hours', coerce(low, hours, scalar('int'))), pg.named('mins', coerce(low, minutes, scalar('int'))));
}

/** The local time of a datetimeoffset in its own offset. @param value the moment */
export function localTime(low: Lowering, node: SourceExpression, value: Expression): Expression | undefined {
  const zone = shownZone(low, node);
  if (zone === undefined) return undefined;
  atLeast(low, zone.kind === 'Call' ? 'stable' : 'immutable');
  return inZone(value, zone);
}

/** How far the local time of a datetimeoffset is from UTC, where its offset is known. @param value the moment */
export function offsetOf(low: Lowering, node: SourceExpression, value: Expression): Expression | undefined {
  const zone = shownZone(low, node);
  if (zone === undefined || zone.kind === 'TypedLiteral' || (zone.kind === 'Call' && !namingZones.has(zone.name.name)) || zone.kind === 'Cast') return zone;
  return pg.subtract(inZone(value, zone), inZone(value, pg.text('UTC')));
}

export const inZone = (value: Expression, zone: Expression): Expression => ({ kind: 'AtTimeZone', operand: value, zone });

/** A value on its way into a variable that keeps the offset beside the moment. @param value the moment */
export function distanceOf(low: Lowering, node: SourceExpression, value: Expression): Expression | undefined {
  return isOffset(sqlTypeOf(low, node)) ? offsetOf(low, node, value) : zoneOfText(low, node);
}

/** AT TIME ZONE: a local time is given a zone, a datetimeoffset is shown in another. */
export function lowerAtTimeZone(low: Lowering, node: AtTimeZoneExpression): Expression {
  const zone = zoneNamed(low, node);
  if (zone === undefined) return refuse(low, node, expressionItems.builtIn, { function: 'AT TIME ZONE', reason: `the zone ${textOf(node.zone) ?? ''}` });
  const type = sqlTypeOf(low, node.operand);
  noteOffset(low, node);
  askOffset(node.operand);
  if (isOffset(type)) return lowerNode(low, node.operand);
  if (!isScalar(type) || familyOf(type) !== 'date-time') return refuse(low, node, expressionItems.builtIn, { function: 'AT TIME ZONE', reason: 'its operand is no date' });
  return inZone(type.base === 'datetime2' ? lowerNode(low, node.operand) : castTo(lowerNode(low, node.operand), 'timestamp'), zone);
}
