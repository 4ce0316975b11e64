import { scalar, unknownBecause } from '../sql-type';
import type { BaseType, SqlType } from '../sql-type';

/** https://learn.microsoft.com/sql/t-sql/data-types/hierarchyid-data-type-method-reference */
const hierarchy: Readonly<Record<string, SqlType>> = {
  getlevel: scalar('smallint'), tostring: scalar('nvarchar', { length: 4000 }), isdescendantof: scalar('bit'),
  getancestor: scalar('hierarchyid'), getdescendant: scalar('hierarchyid'), getreparentedvalue: scalar('hierarchyid'), getroot: scalar('hierarchyid'), parse: scalar('hierarchyid'), read: scalar('hierarchyid'), write: scalar('varbinary', { length: 892 }),
};

const words = (text: string): readonly string[] => text.split(' ');
const spatial = new Map<string, SqlType | 'same'>([
  ...words('stequals stdisjoint stintersects sttouches stcrosses stwithin stcontains stoverlaps strelate stisvalid stissimple stisempty stisclosed stisring filter isvaliddetailed minddbcompatible instanceof hasm hasz isnull').map((n) => [n, scalar('bit')] as const),
  ...words('starea stlength stdistance shortestlength stx sty z m lat long envelopeangle').map((n) => [n, scalar('float')] as const),
  ...words('stdimension stnumpoints stnumgeometries stnumcurves stnuminteriorring numrings stsrid').map((n) => [n, scalar('int')] as const),
  ...words('stastext astextzm tostring stgeometrytype').map((n) => [n, scalar('nvarchar', { length: n === 'stgeometrytype' ? 4000 : 'max' })] as const),
  ...words('stasbinary asbinaryzm').map((n) => [n, scalar('varbinary', { length: 'max' })] as const),
  ['asgml', scalar('xml')],
  ...words('stbuffer stunion stintersection stdifference stsymdifference stenvelope stconvexhull stboundary stcentroid stpointonsurface ststartpoint stendpoint stpointn stgeometryn stcurven stinteriorringn stexteriorring stcurvetoline curvetolinewithtolerance bufferwithtolerance bufferwithcurves reduce makevalid shortestlineto envelopecenter ringn reorientobject stgeomfromtext stgeomfromwkb stpointfromtext stlinefromtext stpolyfromtext stmpointfromtext stmlinefromtext stmpolyfromtext stgeomcollfromtext stpointfromwkb stlinefromwkb stpolyfromwkb stmpointfromwkb stmlinefromwkb stmpolyfromwkb stgeomcollfromwkb geomfromgml point parse null collectionaggregate convexhullaggregate envelopeaggregate unionaggregate').map((n) => [n, 'same'] as const),
]);

/** https://learn.microsoft.com/sql/t-sql/xml/xml-data-type-methods; `value` names its type itself. */
const xml: Readonly<Record<string, SqlType>> = { query: scalar('xml'), exist: scalar('bit') };

/**
 * What a method, a property or a static member of a built-in type gives.
 * @param type the type it belongs to; a method of a CLR type of the user is unknown
 */
export function memberType(type: BaseType, member: string): SqlType {
  const name = member.toLowerCase();
  if (type === 'hierarchyid') return hierarchy[name] ?? unknownBecause('invalid');
  if (type === 'xml') return xml[name] ?? unknownBecause('invalid');
  if (type !== 'geometry' && type !== 'geography') return unknownBecause('invalid');
  const found = spatial.get(name);
  return found === 'same' ? scalar(type) : (found ?? unknownBecause('invalid'));
}
