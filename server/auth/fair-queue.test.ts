// The queue: one task at a time, turns between keys, refusals beyond its limits, and failures that stay their own.
import { describe, expect, it } from 'vitest';
import { FairQueue, QueueFullError } from './fair-queue';

describe('FairQueue', () => {
  it('runs one task at a time and takes turns between keys', async () => {
    const queue = new FairQueue({ total: 10, perKey: 10 });
    const order: string[] = [];
    let running = 0;
    const task = (name: string) => async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      order.push(name);
      running -= 1;
    };
    await Promise.all([
      ...['a1', 'a2', 'a3'].map((name) => queue.run('a', task(name))),
      queue.run('b', task('b1')),
    ]);
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('refuses at once what goes beyond the share of a key or the whole, and takes more afterwards', async () => {
    const queue = new FairQueue({ total: 3, perKey: 2 });
    let finish = () => {};
    const gate = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const waiting = [queue.run('a', () => gate), queue.run('a', () => gate)];
    await expect(queue.run('a', () => gate)).rejects.toMatchObject({ limit: 'perKey' });
    waiting.push(queue.run('b', () => gate));
    await expect(queue.run('c', () => gate)).rejects.toBeInstanceOf(QueueFullError);
    finish();
    await Promise.all(waiting);
    await expect(queue.run('a', async () => 'done')).resolves.toBe('done');
  });

  it('goes on after a task that fails', async () => {
    const queue = new FairQueue({ total: 3, perKey: 3 });
    const failed = queue.run('a', () => Promise.reject(new Error('broken')));
    const next = queue.run('a', async () => 'fine');
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });
});
