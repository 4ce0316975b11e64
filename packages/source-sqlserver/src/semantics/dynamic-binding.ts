import type { Binding } from './binding';
import type { DynamicSql } from './dynamic-sql';
import { emptyEnvironment } from './scope';
import type { Environment } from './scope';

/** What a text that is run sees by name: the temporary tables and global cursors of the routine around it, and the parameters of sp_executesql; no variables. */
export function dynamicEnvironment(binding: Binding, sql: DynamicSql, outer: Environment): Environment {
  const inner: Environment = { ...emptyEnvironment(outer.schema), ...(outer.outer === undefined ? {} : { outer: outer.outer }), ...(outer.cursors === undefined ? {} : { cursors: new Map(outer.cursors) }) };
  for (const [name, columns] of outer.tables) if (name.startsWith('#')) inner.tables.set(name, columns);
  for (const { declaration } of sql.parameters ?? []) {
    const { name } = declaration.variable;
    const type = binding.index.dataType(declaration.type, { nullable: true });
    inner.variables.set(name.toLowerCase(), { name, type, role: 'parameter', output: declaration.output });
    if (type.kind === 'table') inner.tables.set(binding.index.fold(name), type.columns);
  }
  return inner;
}
