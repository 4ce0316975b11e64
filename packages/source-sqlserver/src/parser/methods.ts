/**
 * Documented methods of xml, hierarchyid, geometry and geography: after a column's name they are methods, not functions of a schema.
 * Names of CLR types are case-sensitive. Source: "xml Data Type Methods", "hierarchyid Data Type Method Reference",
 * "Spatial Types" on learn.microsoft.com.
 */
const names = `value query exist nodes modify
ToString Parse GetAncestor GetDescendant GetLevel GetReparentedValue GetRoot IsDescendantOf Read Write
STArea STAsBinary STAsText STBoundary STBuffer STCentroid STContains STConvexHull STCrosses STCurveN STCurveToLine STDifference
STDimension STDisjoint STDistance STEndpoint STEndPoint STEnvelope STEquals STExteriorRing STGeometryN STGeometryType STInteriorRingN STIntersection
STIntersects STIsClosed STIsEmpty STIsRing STIsSimple STIsValid STLength STNumCurves STNumGeometries STNumInteriorRing STNumPoints
STOverlaps STPointN STPointOnSurface STRelate STStartPoint STSymDifference STTouches STUnion STWithin
AsBinaryZM AsGml AsTextZM BufferWithCurves BufferWithTolerance CurveToLineWithTolerance EnvelopeAngle EnvelopeCenter Filter HasM HasZ
InstanceOf IsNull IsValidDetailed MakeValid MinDbCompatibilityLevel NumRings Reduce RingN ShortestLineTo ReorientObject WRITE write Write`;

const known = new Set(names.split(/\s+/));

export const isTypeMethod = (name: string): boolean => known.has(name);
