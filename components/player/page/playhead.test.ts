// The playhead while somebody records: it runs on behind the end of the song, and is back in it afterwards.
import { expect, it } from 'vitest';
import { SAMPLE_RATE, samples } from '@/audio/units';
import { Playhead } from './playhead';

const SECOND = SAMPLE_RATE;

it('runs on behind the end only while it is open-ended', () => {
  const clock = { now: 3, latency: 0 };
  const playhead = new Playhead(clock);
  playhead.setLength(samples(2 * SECOND));
  const report = { status: 'playing', position: SECOND, time: 1, rate: 1 } as const;
  playhead.follow({ ...emptyReport, ...report });
  expect(playhead.audible).toBe(2 * SECOND);
  playhead.isOpenEnded = true;
  expect(playhead.audible).toBe(3 * SECOND);
  expect(playhead.clock).toMatchObject({ position: SECOND, time: 1, moving: true });
  playhead.place(5 * SECOND);
  expect(playhead.position).toBe(5 * SECOND);
  playhead.isOpenEnded = false;
  playhead.place(5 * SECOND);
  expect(playhead.position).toBe(2 * SECOND);
});

const none = new Float32Array(0);
const emptyReport = {
  type: 'transport',
  sequence: 0,
  levels: none,
  loudness: none,
  reductions: none,
  steps: { strips: 0, master: 0, round: 0 },
} as const;
