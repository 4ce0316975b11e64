import type { Expression as SourceExpression, SqlType, StaticMember } from '@ferry/source-sqlserver';
import { isScalar, partsOf, scalar } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { pointCoordinate, pointOf, shapeKind, shapeSrid } from '../functions/spatial-support';
import { coerce, lowerNode } from './expressions';
import { castTo, sqlTypeOf } from './lowering';
import type { Lowering } from './lowering';
import { support } from './support-call';

/** What is asked of a shape: its value, and the arguments of the method. */
interface Question {
  readonly low: Lowering;
  readonly value: Expression;
  readonly geography: boolean;
  readonly args: readonly SourceExpression[];
}
type Answer = (question: Question) => Expression | undefined;

const isSpatial = (type: SqlType): boolean => isScalar(type) && (type.base === 'geography' || type.base === 'geometry');
const planar = ({ value, geography }: Question): Expression => (geography ? castTo(value, 'geometry') : value);
const plain = (name: string): Answer => (q) => (q.args.length === 0 ? pg.call(name, planar(q)) : undefined);
const own = (name: string): Answer => (q) => (q.args.length === 0 ? pg.call(name, q.value) : undefined);
/** A method over a second shape. */
const pair = (name: string): Answer => (q) => (q.args.length === 1 && q.args[0] !== undefined && isSpatial(sqlTypeOf(q.low, q.args[0])) ? pg.call(name, q.value, lowerNode(q.low, q.args[0])) : undefined);
const test = (name: string, of: (name: string) => Answer): Answer => (q) => {
  const truth = of(name)(q);
  return truth === undefined || q.low.bitIsBoolean ? truth : pg.cast(pg.cast(truth, pg.type('integer')), pg.type(q.low.ctx.choices.bit === 'smallint' ? 'smallint' : 'numeric'));
};

/**
 * Methods and properties of geography and geometry by PostGIS, where it gives the same
 * (https://learn.microsoft.com/sql/t-sql/spatial-geography/ogc-methods-on-geography-instances, https://postgis.net/docs/reference.html).
 */
const byPostgis: Readonly<Record<string, Answer>> = {
  long: plain('st_x'), lat: plain('st_y'), stx: plain('st_x'), sty: plain('st_y'), z: plain('st_z'), m: plain('st_m'), stsrid: plain('st_srid'),
  stastext: plain('st_astext'), tostring: plain('st_astext'), stasbinary: plain('st_asbinary'), stnumpoints: plain('st_npoints'), stnumgeometries: plain('st_numgeometries'), stdimension: plain('st_dimension'),
  stgeometrytype: (q) => pg.call('substr', pg.call('st_geometrytype', planar(q)), pg.number(4)),
  starea: own('st_area'), stlength: own('st_length'), stdistance: pair('st_distance'),
  stintersects: test('st_intersects', pair), stisvalid: test('st_isvalid', plain), stisempty: test('st_isempty', plain), stcontains: test('st_contains', pair), stwithin: test('st_within', pair), stoverlaps: test('st_overlaps', pair), sttouches: test('st_touches', pair), stdisjoint: test('st_disjoint', pair), stequals: test('st_equals', pair),
};
/** PostGIS has these for geometry only. */
const geometryOnly = new Set(['stcontains', 'stwithin', 'stoverlaps', 'sttouches', 'stdisjoint', 'stequals']);

const coordinate = (place: string): Answer => (q) => support(q.low, pointCoordinate, [q.value, pg.number(place)]);
/** The same of shapes that are kept as bytes: only what their head tells, and the coordinates of points. */
const byBytes: Readonly<Record<string, Answer>> = {
  long: coordinate('1'), lat: coordinate('2'), stx: coordinate('1'), sty: coordinate('2'), stsrid: (q) => support(q.low, shapeSrid, [q.value]), stgeometrytype: (q) => support(q.low, shapeKind, [q.value]),
};

/** A method or a property of a shape. @returns undefined for another type, and for what has no certain counterpart */
export function lowerSpatial(low: Lowering, type: SqlType, value: () => Expression, member: string, args: readonly SourceExpression[] = []): Expression | undefined {
  if (!isScalar(type) || !isSpatial(type)) return undefined;
  const name = member.toLowerCase();
  const table = low.ctx.choices.spatial === 'postgis' ? byPostgis : byBytes;
  if (!Object.hasOwn(table, name) || (type.base === 'geography' && geometryOnly.has(name))) return undefined;
  return table[name]?.({ low, value: value(), geography: type.base === 'geography', args });
}

/** `geography::Point(latitude, longitude, srid)`, `geometry::Point(x, y, srid)`, and shapes out of their text with PostGIS. */
export function lowerSpatialStatic(low: Lowering, node: StaticMember): Expression | undefined {
  const base = partsOf(node.type).at(-1)?.toLowerCase();
  if (base !== 'geography' && base !== 'geometry') return undefined;
  const postgis = low.ctx.choices.spatial === 'postgis';
  const args = node.args ?? [];
  const [a, b, c] = args;
  const name = node.member.name.toLowerCase();
  if (name === 'point' && a !== undefined && b !== undefined && c !== undefined) {
    const [x, y] = (base === 'geography' ? [b, a] : [a, b]).map((e) => coerce(low, e, scalar('float')));
    const srid = coerce(low, c, scalar('int'));
    if (x === undefined || y === undefined) return undefined;
    if (!postgis) return support(low, pointOf, [castTo(x, 'double precision'), castTo(y, 'double precision'), srid]);
    const point = pg.call('st_setsrid', pg.call('st_makepoint', castTo(x, 'double precision'), castTo(y, 'double precision')), srid);
    return base === 'geography' ? castTo(point, 'geography') : point;
  }
  const fromText = /^st(?:geom|point|line|poly|mpoint|mline|mpoly|geomcoll)fromtext$/.test(name) || name === 'parse';
  if (!postgis || !fromText || a === undefined) return undefined;
  const srid = b === undefined ? pg.number(base === 'geography' ? '4326' : '0') : coerce(low, b, scalar('int'));
  const shape = pg.call('st_geomfromtext', coerce(low, a, scalar('nvarchar', { length: 'max' })), srid);
  return base === 'geography' ? castTo(shape, 'geography') : shape;
}
