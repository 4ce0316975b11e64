import { describe, expect, it } from 'vitest';
import { mergeCode } from '../src';

const base = ['CREATE VIEW a AS', 'SELECT x,', '  y,', '  z', 'FROM t', 'WHERE x > 0;'].join('\n');

describe('merging a hand edit with newly converted code', () => {
  it('takes the changes of both where they are apart', () => {
    const mine = base.replace('WHERE x > 0', 'WHERE x > 10');
    const theirs = base.replace('SELECT x,', 'SELECT x::integer,');
    expect(mergeCode(mine, base, theirs)).toEqual({ text: base.replace('WHERE x > 0', 'WHERE x > 10').replace('SELECT x,', 'SELECT x::integer,'), conflicts: 0 });
  });

  it('marks lines that both changed, and not those that both changed alike', () => {
    const mine = base.replace('FROM t', 'FROM u');
    expect(mergeCode(mine, base, mine)).toEqual({ text: mine, conflicts: 0 });
    const { text, conflicts } = mergeCode(mine, base, base.replace('FROM t', 'FROM v'));
    expect(conflicts).toBe(1);
    expect(text).toContain(['<<<<<<< edited', 'FROM u', '||||||| converted before', 'FROM t', '=======', 'FROM v', '>>>>>>> converted now'].join('\n'));
  });

  it('does not compare texts of any length line by line', () => {
    const long = 'x\n'.repeat(30_000);
    expect(mergeCode(`a\n${long}`, long, `${long}b`).conflicts).toBe(1);
  });
});
