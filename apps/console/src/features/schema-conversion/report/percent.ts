/** Percent as the exported report has it: to a tenth, never rounded up, so that 100 means that nothing is left. */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((1000 * part) / whole) / 10);
