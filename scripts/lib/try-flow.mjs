// `npm run try -- file.sql --stage flow`: how each routine or batch runs, and which texts it puts together and runs.

/** @param tools `{batches, placer, oneLine}` of the stage's caller */
export function dumpFlow(ferry, { text }, print, { batches, placer, oneLine }) {
  for (const piece of batches(ferry, text)) {
    const at = placer(ferry, piece);
    const { statements } = ferry.parseBatch(piece.text);
    const routines = statements.filter((s) => Array.isArray(s.body));
    for (const routine of routines) dumpBody(ferry, routine.body, routine.parameters ?? [], piece, at, print, oneLine);
    const rest = statements.filter((s) => !Array.isArray(s.body));
    if (rest.length > 0) dumpBody(ferry, rest, [], piece, at, print, oneLine);
  }
}

function dumpBody(ferry, body, parameters, piece, at, print, oneLine) {
  const show = (node) => `${at(node.span.start)} ${oneLine(piece.text.slice(node.span.start, node.span.end))}`;
  const list = (nodes, outside) => [...nodes.map((node) => at(node.span.start)), ...(outside ? ['outside'] : [])].join(', ');
  const flow = ferry.flowOf(body, parameters.map((p) => p.variable.name));
  for (const { variable, assigned } of flow.unassigned()) print(`${show(variable)}: ${assigned} assigned before`);
  for (const read of flow.systemReads()) print(`${show(read.node)}: speaks of ${list(read.of, read.fromOutside)}`);
  for (const statement of body)
    ferry.walk(statement, (node) => {
      const reach = node.kind === 'NamedTable' ? flow.tableOf(node) : undefined;
      if (reach) print(`${show(node)}: made at ${list(reach.definitions, reach.fromOutside)}`);
      if (/Statement$/.test(node.kind) && node.kind !== 'BlockStatement' && !flow.isReached(node)) print(`${show(node)}: never reached`);
    });
  for (const loop of flow.fetchLoops().keys()) print(`${show(loop)}: goes through the rows of a cursor`);
  for (const jump of flow.jumps()) print(`${show(jump.goto)}: ${jump.idiom}`);
  const { guards, nested, savepoints } = flow.transactions();
  for (const guard of guards) print(`${show(guard.node)}: ${guard.ends} only inside of a transaction`);
  for (const begin of nested) print(`${show(begin.node)}: begins only without a transaction of the caller`);
  for (const point of savepoints) print(`savepoint ${point.name}: set at ${list(point.saves)}, gone back to at ${list(point.rollbacks)}`);
  for (const sql of ferry.dynamicSqlOf(body).values()) {
    print(`${show(sql.node)}: ${sql.form}, ${sql.known}${sql.reason ? ` (${sql.reason})` : ''}`);
    for (const variant of sql.variants) {
      print(`  ${oneLine(variant.text, 150)}${variant.read ? '' : '  -- cannot be read'}`);
      for (const hole of variant.holes) print(`    ${hole.position}${hole.expression === undefined ? '' : `: ${oneLine(piece.text.slice(hole.expression.span.start, hole.expression.span.end))}`}`);
    }
  }
}
