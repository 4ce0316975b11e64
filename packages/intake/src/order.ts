const pieces = (name: string): string[] => name.match(/\d+|\D+/g) ?? [];
const isNumber = (piece: string): boolean => piece >= '0' && piece < ':';

/** Numbers by their value, of any length. */
function byNumber(a: string, b: string): number {
  const x = a.replace(/^0+(?=\d)/, '');
  const y = b.replace(/^0+(?=\d)/, '');
  return x.length - y.length || byText(x, y);
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The order of names, in which migrations are run: numbers in them count by their value, `2_b.sql` comes before `10_a.sql`. */
export function byName(a: string, b: string): number {
  const x = pieces(a);
  const y = pieces(b);
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const [p, q] = [x[i] as string, y[i] as string];
    const order = isNumber(p) && isNumber(q) ? byNumber(p, q) : byText(p, q);
    if (order !== 0) return order;
  }
  return x.length - y.length || byText(a, b);
}

/** The order of paths: folder by folder. */
export function byPath(a: string, b: string): number {
  const x = a.split('/');
  const y = b.split('/');
  for (let i = 0; i < Math.min(x.length, y.length); i++) {
    const order = byName(x[i] as string, y[i] as string);
    if (order !== 0) return order;
  }
  return x.length - y.length;
}
