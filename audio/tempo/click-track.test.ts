// The click track: a click on each beat, to the sample, whatever the blocks it is read in.
import { expect, it } from 'vitest';
import { ClickTrack, clicksOf } from './click-track';

const RATE = 44_100;

/** Where silence ends: the samples that follow at least 10 ms of it. */
function onsets(channel: Float32Array): number[] {
  const found: number[] = [];
  let quiet = RATE;
  for (const [index, value] of channel.entries()) {
    if (Math.abs(value) < 0.01) quiet += 1;
    else {
      if (quiet > 441) found.push(index);
      quiet = 0;
    }
  }
  return found;
}

it('clicks at the BPM in 4/4 where no beats are known, and not at all where nothing is', () => {
  const clicks = clicksOf({ bpm: 120, beats: [], downbeats: [] }, 3 * RATE, RATE);
  expect(clicks.map(({ at }) => at / RATE)).toEqual([0, 0.5, 1, 1.5, 2, 2.5]);
  expect(clicks.flatMap(({ isAccent }, index) => (isAccent ? [index] : []))).toEqual([0, 4]);
  expect(clicksOf({ bpm: 0, beats: [], downbeats: [] }, RATE, RATE)).toEqual([]);
});

it('clicks on the beats that were found, with an accent on each downbeat, up to the end', () => {
  const timing = { bpm: 100, beats: [1_000, 21_000, 42_000, 63_000], downbeats: [1_003, 42_000] };
  expect(clicksOf(timing, 60_000, RATE)).toEqual([
    { at: 1_000, isAccent: true },
    { at: 21_000, isAccent: false },
    { at: 42_000, isAccent: true },
  ]);
});

it('sounds at those samples, the same in blocks as in one piece', () => {
  const clicks = clicksOf(
    { bpm: 120, beats: [1_000, 21_000, 42_000], downbeats: [1_000, 42_000] },
    RATE,
    RATE,
  );
  const track = new ClickTrack(clicks, RATE);
  const whole = new Float32Array(RATE);
  track.read(whole, 0, RATE);
  for (const [index, at] of onsets(whole).entries()) {
    expect(at - (clicks[index]?.at ?? 0)).toBeGreaterThanOrEqual(0);
    expect(at - (clicks[index]?.at ?? 0)).toBeLessThan(3);
  }
  expect(onsets(whole)).toHaveLength(3);
  const pieces = new Float32Array(RATE);
  for (let at = 0; at < RATE; at += 1_024) {
    const block = new Float32Array(1_024);
    const frames = Math.min(1_024, RATE - at);
    track.read(block, at, frames);
    pieces.set(block.subarray(0, frames), at);
  }
  expect(pieces).toEqual(whole);
});
