/** Custom .NET date masks, longest first, and what to_char calls them. */
const dateParts: readonly (readonly [string, string])[] = [
  ['yyyy', 'YYYY'], ['yy', 'YY'], ['MMMM', 'FMMonth'], ['MMM', 'Mon'], ['MM', 'MM'], ['M', 'FMMM'], ['dddd', 'FMDay'], ['ddd', 'Dy'], ['dd', 'DD'], ['d', 'FMDD'],
  ['HH', 'HH24'], ['H', 'FMHH24'], ['hh', 'HH12'], ['h', 'FMHH12'], ['mm', 'MI'], ['ss', 'SS'], ['fff', 'MS'], ['tt', 'AM'],
];

function dateMask(mask: string): string | undefined {
  if (mask.length === 1) return mask === 'd' ? 'FMMM/FMDD/YYYY' : undefined;
  let out = '';
  for (let i = 0; i < mask.length; ) {
    const part = dateParts.find(([name]) => mask.startsWith(name, i));
    // A longer run of the letter is another mask.
    if (part && mask.charAt(i + part[0].length) === part[0].charAt(0)) return undefined;
    if (part) {
      out += part[1];
      i += part[0].length;
    } else {
      const c = mask.charAt(i);
      if (!/[\s/\-.:,]/.test(c)) return undefined;
      out += c;
      i += 1;
    }
  }
  return out;
}

/** Zero paddings and the fixed forms `N2`, `0.00`. */
function numberMask(mask: string): string | undefined {
  if (/^0+$/.test(mask)) return `FM${mask}`;
  const fixed = /^[nN](\d?)$/.exec(mask);
  if (fixed) {
    const digits = fixed[1] === '' || fixed[1] === undefined ? 2 : Number(fixed[1]);
    return `FM999,999,999,999,999,990${digits === 0 ? '' : `.${'0'.repeat(digits)}`}`;
  }
  return /^0+\.0+$/.test(mask) ? `FM999999999999999${mask}` : undefined;
}

/** The mask of to_char for a mask of FORMAT; undefined when it would not print the same. */
export const formatMask = (mask: string, kind: 'date' | 'number'): string | undefined => (kind === 'date' ? dateMask(mask) : numberMask(mask));
