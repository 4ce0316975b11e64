/** A share in percent as every page and file shows it: to a tenth, never rounded up, so that 100 means that nothing is left. @returns 0 where there is no whole */
export const percent = (part: number, whole: number): number => (whole === 0 ? 0 : Math.floor((1000 * part) / whole) / 10);

const units = [['TB', 1024 ** 4], ['GB', 1024 ** 3], ['MB', 1024 ** 2], ['kB', 1024]] as const;

/** A size for people, to a tenth, in PostgreSQL's units (https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-ADMIN-DBSIZE: powers of 1,024). */
export function sizeText(bytes: number): string {
  const [unit, of] = units.find(([, one]) => bytes >= one) ?? ['bytes', 1];
  return `${(Math.round((10 * bytes) / of) / 10).toLocaleString('en-US')} ${unit}`;
}
