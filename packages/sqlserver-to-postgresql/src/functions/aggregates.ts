import { familyOf, isScalar } from '@ferry/source-sqlserver';
import type { FunctionCall, Node } from '@ferry/source-sqlserver';
import { pg } from '@ferry/target-postgresql';
import type { Expression } from '@ferry/target-postgresql';
import { sortable } from '../lower/collation';
import { cast, castTo } from '../lower/lowering';
import { nameOf, orderOf } from './call-site';
import type { CallSite, FunctionRow, FunctionTable } from './call-site';

function count(site: CallSite): Expression {
  if (site.args[0]?.kind === 'StarExpression') return site.aggregate('count', [], { star: true });
  return site.aggregate('count', [site.node.quantifier === 'DISTINCT' ? sortable(site.low, site.args[0] ?? site.node, site.value(0)) : site.value(0)]);
}

/** SUM and AVG of whole numbers stay whole in SQL Server; PostgreSQL widens them. */
function sum(site: CallSite): Expression {
  const type = site.type(0);
  if (!isScalar(type) || !isScalar(site.result)) return site.refuse('the type of its argument is unknown');
  const value = site.aggregate('sum', [site.value(0)]);
  return type.base === 'bigint' ? castTo(value, 'bigint') : value;
}

function average(site: CallSite): Expression {
  const type = site.type(0);
  if (!isScalar(type) || !isScalar(site.result)) return site.refuse('the type of its argument is unknown');
  const value = site.aggregate('avg', [site.value(0)]);
  if (familyOf(type) === 'integer') return castTo(pg.call('trunc', value), type.base === 'bigint' ? 'bigint' : 'integer');
  if (familyOf(type) === 'money') return pg.call('round', value, pg.number(4));
  // The quotient is cut at the scale of the result.
  return familyOf(type) === 'decimal' && isScalar(site.result) ? pg.call('trunc', value, pg.number(site.result.scale ?? 6)) : value;
}

/** Types that PostgreSQL has no min and max for. */
function extreme(name: string): FunctionRow {
  return {
    args: [1, 1],
    volatility: 'immutable',
    build: (site) => {
      const type = site.type(0);
      if (!isScalar(type)) return site.refuse('the type of its argument is unknown');
      return familyOf(type) === 'guid' || familyOf(type) === 'bit' ? site.refuse('PostgreSQL orders values of this type differently') : site.aggregate(name, [sortable(site.low, site.args[0] ?? site.node, site.value(0))]);
    },
  };
}

const statistic = (name: string): FunctionRow => ({ args: [1, 1], volatility: 'immutable', build: (s) => s.aggregate(name, [castTo(s.float(0), 'double precision')]) });
const ranking = (name: string): FunctionRow => ({ args: [0, 0], volatility: 'immutable', build: (s) => s.aggregate(name, []) });

function stringAgg(site: CallSite): Expression {
  if (site.node.over) return site.refuse('over a window');
  const order = orderOf(site);
  return site.aggregate('string_agg', [site.text(0), site.text(1)], order.length === 0 ? {} : { orderBy: order });
}

/** LAG and LEAD take the same arguments; a default must have the type of the value. */
const neighbour = (name: string): FunctionRow => ({
  args: [1, 3],
  volatility: 'immutable',
  build: (site) => {
    const type = site.type(0);
    if (!isScalar(type)) return site.refuse('the type of its argument is unknown');
    const rest = site.args.length > 2 ? [site.int(1), cast(site.low, site.as(2, type), type)] : site.args.length > 1 ? [site.int(1)] : [];
    return site.aggregate(name, [rest.length > 1 ? cast(site.low, site.value(0), type) : site.value(0), ...rest]);
  },
});

export const aggregateFunctions: FunctionTable = {
  COUNT: { args: [1, 1], volatility: 'immutable', build: count },
  COUNT_BIG: { args: [1, 1], volatility: 'immutable', build: count },
  SUM: { args: [1, 1], volatility: 'immutable', build: sum },
  AVG: { args: [1, 1], volatility: 'immutable', build: average },
  MIN: extreme('min'),
  MAX: extreme('max'),
  STDEV: statistic('stddev_samp'),
  STDEVP: statistic('stddev_pop'),
  VAR: statistic('var_samp'),
  VARP: statistic('var_pop'),
  STRING_AGG: { args: [2, 2], volatility: 'immutable', build: stringAgg },
  GROUPING: { args: [1, 1], volatility: 'immutable', build: (s) => pg.call('grouping', s.value(0)) },
  GROUPING_ID: { args: [1, 32], volatility: 'immutable', build: (s) => pg.call('grouping', ...s.args.map((_, i) => s.value(i))) },
  ROW_NUMBER: ranking('row_number'),
  RANK: ranking('rank'),
  DENSE_RANK: ranking('dense_rank'),
  PERCENT_RANK: ranking('percent_rank'),
  CUME_DIST: ranking('cume_dist'),
  NTILE: { args: [1, 1], volatility: 'immutable', build: (s) => s.aggregate('ntile', [s.int(0)]) },
  LAG: neighbour('lag'),
  LEAD: neighbour('lead'),
  FIRST_VALUE: { args: [1, 1], volatility: 'immutable', build: (s) => (s.node.nullTreatment === 'IGNORE NULLS' ? s.refuse('IGNORE NULLS') : s.aggregate('first_value', [s.value(0)])) },
  LAST_VALUE: { args: [1, 1], volatility: 'immutable', build: (s) => (s.node.nullTreatment === 'IGNORE NULLS' ? s.refuse('IGNORE NULLS') : s.aggregate('last_value', [s.value(0)])) },
};

/** Whether a node is a call of a function that reads several rows. */
export const isAggregate = (node: Node): node is FunctionCall => node.kind === 'FunctionCall' && Object.hasOwn(aggregateFunctions, nameOf(node as FunctionCall));
