import { parentPort } from 'node:worker_threads';
import { toAppError } from '@ferry/kernel';
import type { Run } from '@ferry/kernel';
import { convertSource } from './convert-source';
import type { Message, Order, Task } from './protocol';
import { readSource } from './read-source';

/** The inside of a thread: one task, then the end. Work with the CPU is done here so that the process outside stays awake. */
const port = parentPort;
if (port === null) throw new Error('task.js runs in a worker thread only');
const say = (message: Message): void => port.postMessage(message);

const controller = new AbortController();
/** The thread is started ahead of its task, so that loading its code costs nobody time. */
const task = await new Promise<Task>((resolve) => {
  port.on('message', (order: Order) => {
    if (order.type === 'cancel') controller.abort();
    else resolve(order.task);
  });
});
const progressInterval = 200;
let lastProgress = 0;
let lastStep = '';
const run: Run = {
  signal: controller.signal,
  progress: (progress) => {
    const now = Date.now();
    if (now - lastProgress < progressInterval && progress.step === lastStep && progress.done !== progress.total) return;
    lastProgress = now;
    lastStep = progress.step;
    say({ type: 'progress', progress });
  },
  log: (level, message, fields) => {
    const { module, ...rest } = fields ?? {};
    say({ type: 'log', level, module: typeof module === 'string' ? module : task.task === 'read' ? 'loader' : 'converter', message, ...(Object.keys(rest).length === 0 ? {} : { fields: rest }) });
  },
};

try {
  const result = task.task === 'read' ? await readSource(task, run) : await convertSource(task, (objects) => say({ type: 'objects', objects }), run);
  say({ type: 'done', result });
} catch (thrown) {
  const error = toAppError(thrown);
  say({ type: 'failed', error: { code: error.code, public: error.message, ...(error.internal === undefined ? {} : { internal: error.internal }) } });
} finally {
  port.close();
}
