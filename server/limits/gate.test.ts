// The gate: order, limits per person and overall, and leaving the queue.
import { expect, it } from 'vitest';
import { Gate } from './gate';

const options = {
  atOnce: 2,
  atOncePerKey: 1,
  waiting: 3,
  waitingPerKey: 2,
  message: 'Too many.',
  retryAfterS: 5,
};

function work() {
  let end = () => {};
  const done = new Promise<void>((resolve) => {
    end = resolve;
  });
  return { run: () => done, end: () => end() };
}

const settle = () => new Promise((resolve) => setImmediate(resolve));

it('runs so many at once, one of each person, and lets the next ones wait', async () => {
  const gate = new Gate(options);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const enter = (key: string, name: string) => {
    const { run, end } = work();
    ends.push(end);
    return gate.run(key, undefined, () => {
      begun.push(name);
      return run();
    });
  };
  const all = [enter('a', 'a1'), enter('a', 'a2'), enter('a', 'a3'), enter('b', 'b1')];
  await settle();
  expect(begun).toEqual(['a1', 'b1']);
  await expect(enter('a', 'a4')).rejects.toMatchObject({ status: 429, headers: { 'retry-after': '5' } });
  ends.shift()?.();
  await settle();
  expect(begun).toEqual(['a1', 'b1', 'a2']);
  for (const end of ends) end();
  await settle();
  for (const end of ends) end();
  await Promise.all(all);
  expect(begun).toEqual(['a1', 'b1', 'a2', 'a3']);
});

it('refuses when everybody together waits too long a queue', async () => {
  const gate = new Gate({ ...options, atOnce: 1 });
  const blocker = work();
  const running = gate.run('a', undefined, blocker.run);
  const waiting = ['b', 'c', 'd'].map((key) => gate.run(key, undefined, async () => key));
  await expect(gate.run('e', undefined, async () => 'e')).rejects.toMatchObject({ status: 429 });
  blocker.end();
  await running;
  expect(await Promise.all(waiting)).toEqual(['b', 'c', 'd']);
});

it('gives a newcomer the next turn, whoever has more waiting', async () => {
  const gate = new Gate({ ...options, atOnce: 1, waiting: 9, waitingPerKey: 8 });
  const begun: string[] = [];
  const enter = (key: string, name: string) =>
    gate.run(key, undefined, async () => {
      begun.push(name);
      await settle();
    });
  const all = ['a1', 'a2', 'a3', 'a4'].map((name) => enter('a', name));
  all.push(enter('b', 'b1'), enter('b', 'b2'));
  await Promise.all(all);
  expect(begun).toEqual(['a1', 'b1', 'a2', 'b2', 'a3', 'a4']);
});

it('removes a waiting task that was aborted, and continues after a failure', async () => {
  const gate = new Gate({ ...options, atOnce: 1 });
  const blocker = work();
  const running = gate.run('a', undefined, blocker.run);
  const leaver = new AbortController();
  const left = gate.run('b', leaver.signal, async () => 'b');
  leaver.abort(new Error('gone'));
  await expect(left).rejects.toThrow('gone');
  const failing = gate.run('c', undefined, () => Promise.reject(new Error('broken')));
  blocker.end();
  await running;
  await expect(failing).rejects.toThrow('broken');
  expect(await gate.run('a', undefined, async () => 'ok')).toBe('ok');
});
