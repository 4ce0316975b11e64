import type { OrderItem } from '../syntax';
import type { Cursor } from './cursor';
import { parseValue } from './expressions';
import { commaList } from './lists';

function parseOrderItem(p: Cursor): OrderItem {
  const start = p.start();
  const expression = parseValue(p);
  const direction = p.accept('ASC') ? 'ASC' : p.accept('DESC') ? 'DESC' : undefined;
  return { kind: 'OrderItem', expression, direction, span: p.spanFrom(start) };
}

/** `ORDER BY a, b DESC`; ORDER is next. */
export function parseOrderItems(p: Cursor): OrderItem[] {
  p.expect('ORDER');
  p.expect('BY', 'after ORDER');
  return commaList(p, parseOrderItem);
}
