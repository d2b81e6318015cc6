// The transport's buttons: play or pause, back to the loop, a loop that comes back.
import { expect, it } from 'vitest';
import { type Samples, samples } from '@/audio/units';
import type { LoopRange, Player, PlayerStatus } from '../../player/types';
import { Transport } from './transport';

function fakePlayer(refusal?: string) {
  const calls: string[] = [];
  let loop: LoopRange | null = null;
  let status: PlayerStatus = 'paused';
  const player: Partial<Player> = {
    getState: () => ({ status, position: samples(0), length: samples(1000), loop, error: null }),
    play: async () => {
      if (refusal) throw new Error(refusal);
      status = 'playing';
    },
    pause: () => {
      status = 'paused';
    },
    seek: (position: Samples) => void calls.push(`seek ${position}`),
    setLoop: (range) => {
      loop = range;
    },
  };
  return { player: player as Player, calls, loop: () => loop };
}

it('plays, pauses, and keeps the message of a device that refuses', async () => {
  const ready = fakePlayer();
  const transport = new Transport(ready.player);
  transport.playPause();
  expect(ready.player.getState().status).toBe('playing');
  transport.playPause();
  expect(ready.player.getState().status).toBe('paused');

  const refused = new Transport(fakePlayer('No sound device.').player);
  refused.playPause();
  await Promise.resolve();
  await Promise.resolve();
  expect(refused.problem.get()).toBe('No sound device.');
});

it('seeks inside the song and returns to the loop', () => {
  const { player, calls } = fakePlayer();
  const transport = new Transport(player);
  transport.seek(-5);
  transport.seek(5000);
  transport.toStart();
  transport.loopBetween(700, 300);
  transport.toStart();
  expect(calls).toEqual(['seek 0', 'seek 1000', 'seek 0', 'seek 300']);
});

it('brings the last loop back, or repeats the song', () => {
  const { player, loop } = fakePlayer();
  const transport = new Transport(player);
  transport.toggleLoop();
  expect(loop()).toEqual({ start: 0, end: 1000 });
  transport.loopBetween(700, 300);
  transport.toggleLoop();
  expect(loop()).toBeNull();
  transport.toggleLoop();
  expect(loop()).toEqual({ start: 300, end: 700 });
});
