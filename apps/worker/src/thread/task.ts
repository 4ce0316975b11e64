import { parentPort } from 'node:worker_threads';
import { toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import type { QueryOutcome } from '@ferry/operations';
import { convertSource } from './convert-source';
import { helpConversion } from './help';
import { nameStatements } from './name-statements';
import type { ConvertResult, HelpResult, Message, Order, ReadResult, StudyResult, Task } from './protocol';
import { readSource } from './read-source';
import { runQuery } from './run-query';
import { studySource } from './study-source';

/**
 * The inside of a thread: one task after the other. Work with the CPU is done here so that the process outside stays awake; a thread
 * that has worked before is several times as fast, because its code is compiled.
 */
const port = parentPort;
if (port === null) throw new Error('task.js runs in a worker thread only');
const say = (message: Message): void => port.postMessage(message);

const progressInterval = 200;

/** Reports steps and remarks to the outside, progress not more often than anybody can see. */
function runOf(task: Task, signal: AbortSignal): Run {
  let lastProgress = 0;
  let lastStep = '';
  return {
    signal,
    progress: (progress) => {
      const now = Date.now();
      if (now - lastProgress < progressInterval && progress.step === lastStep && progress.done !== progress.total) return;
      lastProgress = now;
      lastStep = progress.step;
      say({ type: 'progress', progress });
    },
    log: (level, message, fields) => {
      const { module, ...rest } = fields ?? {};
      say({ type: 'log', level, module: typeof module === 'string' ? module : task.task === 'convert' ? 'converter' : 'loader', message, ...(Object.keys(rest).length === 0 ? {} : { fields: rest }) });
    },
  };
}

const resultOf = (task: Task, run: Run): Promise<ReadResult | ConvertResult | HelpResult | QueryOutcome> | StudyResult => {
  switch (task.task) {
    case 'read':
      return readSource(task, run);
    case 'statements':
      return nameStatements(task, run);
    case 'study':
      return studySource(task);
    case 'convert':
      return convertSource(task, (objects) => say({ type: 'objects', objects }), run);
    case 'help':
      return helpConversion(task, run);
    case 'query':
      return runQuery(task, run);
  }
};

async function work(task: Task, signal: AbortSignal): Promise<void> {
  const run = runOf(task, signal);
  try {
    say({ type: 'done', result: await resultOf(task, run) });
  } catch (thrown) {
    const error = toAppError(thrown);
    say({ type: 'failed', error: { code: error.code, public: error.message, ...(error.internal === undefined ? {} : { internal: error.internal }) } });
  }
}

let controller = new AbortController();
port.on('message', (order: Order) => {
  if (order.type === 'cancel') controller.abort();
  else {
    controller = new AbortController();
    void work(order.task, controller.signal);
  }
});
