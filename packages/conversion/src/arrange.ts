import { targetKey } from './converted';
import type { TargetStatement } from './converted';

/**
 * The order in which statements can be executed: by phase and place, except that what a statement needs comes first.
 * A circle is broken at the statement that comes first by phase and place. Linear in statements and needs.
 * @param statements in the order of the source
 */
export function arrange(statements: readonly TargetStatement[]): TargetStatement[] {
  const ranked = statements.map((statement, index) => ({ statement, index })).sort((a, b) => a.statement.phase - b.statement.phase || a.index - b.index);
  const makers = new Map<string, number[]>();
  ranked.forEach(({ statement }, position) => {
    const key = targetKey(statement.creates);
    const list = makers.get(key);
    if (list) list.push(position);
    else makers.set(key, [position]);
  });
  const state = new Uint8Array(ranked.length); // 0 untouched, 1 on the way, 2 placed
  const out: TargetStatement[] = [];
  const needsOf = (position: number): number[] => {
    const self = ranked[position] as (typeof ranked)[number];
    const own = targetKey(self.statement.creates);
    // A statement about an existing object (a comment, a second constraint step) follows the one that made it by phase.
    return self.statement.needs.flatMap((key) => (key === own ? [] : (makers.get(key) ?? []).slice(0, 1)));
  };
  for (let start = 0; start < ranked.length; start++) {
    if (state[start] !== 0) continue;
    const stack: { position: number; needs: number[]; next: number }[] = [{ position: start, needs: needsOf(start), next: 0 }];
    state[start] = 1;
    while (stack.length > 0) {
      const top = stack[stack.length - 1] as (typeof stack)[number];
      const need = top.needs[top.next++];
      if (need === undefined) {
        state[top.position] = 2;
        out.push((ranked[top.position] as (typeof ranked)[number]).statement);
        stack.pop();
      } else if (state[need] === 0) {
        state[need] = 1;
        stack.push({ position: need, needs: needsOf(need), next: 0 });
      }
    }
  }
  return out;
}
