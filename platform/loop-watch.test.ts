// The watch over loops: stuck means that work waits and no round finishes.
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { readLoops, stuckLoops, watchLoop } from './loop-watch';

const NAME = 'testing';
const mine = () => readLoops().find(({ name }) => name === NAME);

it('says nothing of a loop that has nothing to do', async () => {
  const loop = watchLoop(NAME, 10);
  await pause(30);
  expect(mine()).toEqual({ name: NAME, waitingS: null, isStuck: false });
  loop.end();
  expect(mine()).toBeUndefined();
});

it('finds a loop stuck that does not get on with its work, until a round finishes', async () => {
  const loop = watchLoop(NAME, 20);
  loop.due();
  await pause(50);
  loop.due();
  expect(stuckLoops()).toEqual([NAME]);
  loop.idle();
  expect(stuckLoops()).toEqual([]);
  loop.end();
});

it('shows the one that waits longest of several with one name', async () => {
  const [idle, waiting] = [watchLoop(NAME, 10_000), watchLoop(NAME, 1)];
  waiting.due();
  await pause(20);
  expect(mine()).toMatchObject({ isStuck: true });
  waiting.end();
  expect(mine()).toMatchObject({ waitingS: null });
  idle.end();
});
