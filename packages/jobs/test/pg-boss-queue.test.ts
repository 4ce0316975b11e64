import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { testDatabase } from '@ferry/embedded-postgresql/testing';
import type { TestDatabase } from '@ferry/embedded-postgresql/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PutBack, pgBossQueue } from '../src';
import type { Queue, TakenJob } from '../src';

let database: TestDatabase;
let producer: Queue;
let worker: Queue;
const seen: string[] = [];
const handlers = new Map<string, (job: TakenJob) => Promise<void>>();
const errors: Error[] = [];
const projectId = 'A'.repeat(26);
const other = 'B'.repeat(26);

beforeAll(async () => {
  database = await testDatabase();
  producer = pgBossQueue(database.url, 'producer', (error) => errors.push(error));
  worker = pgBossQueue(database.url, 'worker', (error) => errors.push(error));
  await Promise.all([producer.start(), worker.start()]);
  await worker.work(async (job) => {
    await handlers.get(job.id)?.(job);
  }, 2);
});
afterAll(async () => {
  await worker.stop();
  await producer.stop();
  await database.drop();
});

const enqueue = async (id: string, group: string, handler: (job: TakenJob) => Promise<void>): Promise<void> => {
  handlers.set(id, handler);
  await producer.enqueue({ id, kind: 'convert', payload: { requestId: id, projectId: group }, group });
};

async function until(done: () => boolean | Promise<boolean>): Promise<void> {
  for (let i = 0; i < 150; i++) {
    if (await done()) return;
    await sleep(50);
  }
  throw new Error('waited too long');
}

describe('the queue', () => {
  it('runs jobs of one group one after the other and those of others beside them', async () => {
    const [first, second, third] = [randomUUID(), randomUUID(), randomUUID()];
    let running = 0;
    let most = 0;
    const slow = (name: string) => async () => {
      running++;
      most = Math.max(most, running);
      await sleep(600);
      seen.push(name);
      running--;
    };
    // Ends only once the job of the other group has run beside it.
    await enqueue(first, projectId, async () => {
      await until(() => seen.includes('beside'));
      await slow('first')();
    });
    await enqueue(second, projectId, slow('second'));
    await enqueue(third, other, async () => {
      await sleep(50);
      seen.push('beside');
    });
    await until(() => seen.length === 3);
    expect(seen).toEqual(['beside', 'first', 'second']);
    expect(most).toBe(1);
    await until(async () => (await producer.state(first)) === 'done');
  });

  it('takes the same id once', async () => {
    const id = randomUUID();
    let runs = 0;
    const count = () => {
      runs++;
      return Promise.resolve();
    };
    await enqueue(id, projectId, count);
    await enqueue(id, projectId, count);
    await until(async () => (await producer.state(id)) === 'done');
    expect(runs).toBe(1);
    expect(await producer.state(randomUUID())).toBe('missing');
  });

  it('gives a job again that was put back', async () => {
    const id = randomUUID();
    const attempts: number[] = [];
    await enqueue(id, projectId, (job) => {
      attempts.push(job.attempt);
      return job.attempt === 0 ? Promise.reject(new PutBack()) : Promise.resolve();
    });
    await until(async () => (await producer.state(id)) === 'done');
    expect(attempts).toEqual([0, 1]);
  });

  it('refuses a payload that does not fit the catalogue', async () => {
    await expect(producer.enqueue({ id: randomUUID(), kind: 'convert', payload: { requestId: 'x', projectId }, group: projectId })).rejects.toThrow();
    expect(errors).toEqual([]);
  });
});
