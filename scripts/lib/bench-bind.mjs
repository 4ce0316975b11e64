// The binding part of `npm run bench`: how fast parsed code gets its names, types and shapes, what the bound model weighs, and whether
// a database of 50,000 objects costs as much an object as one of 1,000. Times are of the processor: what else the machine does does
// not count.
import { readFileSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { loadSources } from './load-sources.mjs';

const contents = `
  export { bindObject, catalogReader, dependencyGraph, sqlserver } from '@ferry/source-sqlserver';
  export { quietRun } from '@ferry/kernel';`;

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc');
const heap = () => {
  collect();
  return process.memoryUsage().heapUsed / 1e6;
};
const cpu = () => process.cpuUsage().user / 1e3;
const line = (name, ...values) => console.log(`${name.padEnd(58)} ${values.join('  ')}`);
const codeKinds = new Set(['VIEW', 'PROCEDURE', 'FUNCTION', 'TRIGGER', 'DDL_TRIGGER']);
const codeOf = (catalog) => catalog.objects.filter((o) => codeKinds.has(o.kind));
const sizeOf = (code) => code.reduce((sum, o) => sum + o.definition.span.end - o.definition.span.start, 0);

/** A database of `count` objects: tables, views over them, procedures that read, write and call each other. */
function generated(count) {
  const parts = [];
  const tables = Math.floor(count * 0.4);
  const views = Math.floor(count * 0.2);
  for (let i = 0; i < tables; i++) {
    const parent = i === 0 ? '' : `, ParentId int NULL REFERENCES dbo.Part${i - 1} (Id)`;
    parts.push(`CREATE TABLE dbo.Part${i} (Id int IDENTITY NOT NULL PRIMARY KEY, Name nvarchar(50) NOT NULL, Price decimal(10, 2) NULL, Seen datetime2(3) NOT NULL DEFAULT sysdatetime()${parent})`);
  }
  for (let i = 0; i < views; i++) parts.push(`CREATE VIEW dbo.Parts${i} AS SELECT a.Id, a.Name + N' ' + b.Name AS Both_, ISNULL(a.Price, 0) * 1.2 AS Gross FROM dbo.Part${i} a LEFT JOIN dbo.Part${(i * 7) % tables} b ON b.Id = a.Id`);
  for (let i = tables + views; i < count; i++) {
    const n = i - tables - views;
    const call = n === 0 ? '' : `EXEC dbo.Work${n - 1} @id = @id;`;
    parts.push(`CREATE PROCEDURE dbo.Work${n} @id int, @name nvarchar(50) = NULL AS
BEGIN
  SET NOCOUNT ON;
  DECLARE @count int = (SELECT COUNT(*) FROM dbo.Parts${n % views} WHERE Both_ LIKE @name + N'%');
  IF @count > 0 UPDATE p SET p.Price = COALESCE(p.Price, 0) + @count FROM dbo.Part${n % tables} p WHERE p.Id = @id;
  ${call}
  SELECT v.Id, v.Gross, CASE WHEN v.Gross > 10 THEN 'dear' ELSE 'cheap' END AS Word FROM dbo.Parts${n % views} v WHERE v.Id = @id;
END`);
  }
  return `${parts.join('\nGO\n')}\nGO\n`;
}

function filesOf(given) {
  if (!statSync(given).isDirectory()) return [given];
  return readdirSync(given, { recursive: true }).filter((name) => name.endsWith('.sql')).sort().map((name) => path.join(given, name));
}

/** @param files scripts or folders whose bound model is measured */
export async function benchBind({ files, quick }) {
  const ferry = await loadSources(contents);
  const read = (texts) => ferry.sqlserver.readScripts(texts, { databaseName: 'db', variables: {} }, ferry.quietRun());

  console.log('\nBinding, warm, one thread                                  MB/s      MB of the model');
  for (const given of files) {
    const before = heap();
    const catalog = await read(filesOf(given).map((file) => ({ path: file, text: readFileSync(file, 'utf8') })));
    const read_ = heap();
    const reader = ferry.catalogReader(catalog);
    const code = codeOf(catalog);
    for (const object of code) reader.bound(object);
    const model = heap() - read_;
    let best = Infinity;
    for (let i = 0; i < 15; i++) {
      const started = cpu();
      for (const object of code) ferry.bindObject(reader.index, object, reader.definition(object));
      best = Math.min(best, cpu() - started);
    }
    const bytes = sizeOf(code);
    line(`${path.basename(given)}: ${code.length} objects, ${(bytes / 1e6).toFixed(2)} MB of code`, (bytes / 1e3 / best).toFixed(1).padEnd(8), `${model.toFixed(0)} (the catalogue ${(read_ - before).toFixed(0)})`);
  }

  console.log('\nA generated database                                       bind and graph, microseconds an object');
  for (const count of quick ? [1_000, 10_000] : [1_000, 10_000, 50_000]) {
    const catalog = await read([{ path: 'generated.sql', text: generated(count) }]);
    const reader = ferry.catalogReader(catalog);
    const code = codeOf(catalog);
    for (const object of code) reader.definition(object);
    collect();
    const started = cpu();
    for (const object of code) reader.bound(object);
    const bound = cpu();
    const graph = ferry.dependencyGraph(reader);
    const done = cpu();
    line(`${count} objects, ${graph.order.length} in order`, ((1e3 * (bound - started)) / count).toFixed(1).padEnd(8), ((1e3 * (done - bound)) / count).toFixed(1));
  }
}
