import { AppError } from '@ferry/kernel';
import type { RequestOptions } from '@ferry/operations';
import { enginesOf } from '@ferry/operations';
import { namedStatements } from '@ferry/store';
import { runTask } from '../thread/run-task';
import { sourceServerName } from '../tree/server-name';
import type { RequestHandler } from './handler';
import { keepSource } from './import';

/** Keeps a named statement of the request, or takes it away: the catalogue and the source tree are written anew with the statements that are left. */
export const changeStatements: RequestHandler = async (work, context, run) => {
  const { request, project, progress } = work;
  const { statement } = request.options as RequestOptions;
  if (project.catalogKey === null || statement === undefined) throw new AppError('invalid-state', { public: 'The source is not loaded. Launch schema conversion first.' });
  const { schema, name, definition } = statement;
  progress({ step: 'LOADING_METADATA', label: definition === undefined ? 'Taking the statement away' : 'Reading the statement', percent: 5, done: 0, total: 1 });
  const { db } = context.store;
  const others = (await namedStatements.list(db, project.id)).filter((one) => one.schemaName !== schema || one.name !== name).map((one) => ({ schema: one.schemaName, name: one.name, definition: one.definition }));
  const statements = definition === undefined ? others : [...others, { schema, name, definition }];
  const result = await runTask(
    { task: 'statements', source: enginesOf(project).source.name, server: sourceServerName(project), catalog: await context.objects.get(project.catalogKey), statements, ...(definition === undefined ? {} : { wanted: { schema, name } }) },
    { progress: () => undefined },
    run,
  );
  if (definition === undefined) await namedStatements.remove(db, project.id, { schemaName: schema, name });
  else await namedStatements.save(db, project.id, { schemaName: schema, name, definition });
  run.log('info', `The statement "${name}" of the schema "${schema}" was ${definition === undefined ? 'taken away' : 'kept'}.`, { module: 'loader' });
  return keepSource(work, result, context, run);
};
