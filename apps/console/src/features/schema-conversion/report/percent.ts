/** Whole percent, but 100 only when nothing is left, and 0 only when nothing is done. */
export function percent(part: number, whole: number): number {
  if (whole === 0) return 0;
  const exact = (100 * part) / whole;
  if (part < whole && exact > 99) return 99;
  return part > 0 && exact < 1 ? 1 : Math.round(exact);
}
