// Single beats of generated recordings: late ones are found where windows of eight beats average them away.
import { describe, expect, it } from 'vitest';
import { createRealFft } from '../../fft';
import { LEVEL_FRAME } from '../../track/band-levels';
import { makeTrack, steadyBeats, TestTrack } from '../../track/testing/small-tracks';
import { SAMPLE_RATE } from '../../units';
import { type AttackCurves, readAttacks } from '../analyse/attack-curves';
import { alignAttacks } from './attack-alignment';
import { beatLags } from './beat-lags';

/** Samples between rows: 6 ms. */
const STEP = 256;
const ROWS_PER_SECOND = SAMPLE_RATE / STEP;
const BEATS = 16;
const START_S = 0.3;
const beats = steadyBeats(120, BEATS + 3, START_S);
const beatRows = beats.slice(0, BEATS + 1).map((at) => at * ROWS_PER_SECOND);

async function attacksOf(signal: Float32Array): Promise<AttackCurves> {
  const fft = await createRealFft(LEVEL_FRAME);
  try {
    const rows = Math.ceil(beats.at(-1)! * ROWS_PER_SECOND);
    return readAttacks(fft, [signal], SAMPLE_RATE, rows, (row) => row * STEP);
  } finally {
    fft.dispose();
  }
}

/** Kicks on every beat, hats on the eighths between; some beats late. */
function house(lateBy: (beat: number) => number): Float32Array {
  const track = new TestTrack(beats.at(-1)! + 1);
  for (const [beat, at] of beats.entries()) {
    track.kick(at + lateBy(beat));
    track.hat(at + 0.25);
  }
  return track.samples;
}

function pads(): Float32Array {
  const track = new TestTrack(beats.at(-1)! + 1);
  for (const at of [-0.5, ...beats]) track.chord(at, 1.2, [45, 57, 60, 64], 0.06, 0.55);
  return track.samples;
}

/** By how many ms each beat of the second track comes late. */
async function latenessOf(first: Float32Array, second: Float32Array) {
  const curves = [await attacksOf(first), await attacksOf(second)] as const;
  const alignment = alignAttacks(...curves, beatRows);
  if ('reason' in alignment) throw new Error(alignment.reason);
  return {
    windows: alignment.offsets.map(({ rows }) => (1000 * rows) / ROWS_PER_SECOND),
    single: beatLags(...curves, beatRows, alignment.offsets)?.map(({ at, rows }) => ({
      beat: Math.round((at / ROWS_PER_SECOND - START_S) / 0.5),
      ms: (1000 * rows) / ROWS_PER_SECOND,
    })),
  };
}

describe('beatLags', () => {
  it.each([
    ['every second beat 35 ms late', (beat: number) => (beat % 2 === 0 ? 0 : 0.035)],
    ['every eighth beat 60 ms late', (beat: number) => (beat % 8 === 3 ? 0.06 : 0)],
    ['every third beat 25 ms early', (beat: number) => (beat % 3 === 1 ? -0.025 : 0)],
    ['no beat late', () => 0],
  ])('measures each beat of a track with %s', async (_, lateBy) => {
    const band = makeTrack({ beats, beatsPerBar: 4 });
    const { single } = await latenessOf(band, house(lateBy));
    expect(single!.length).toBeGreaterThanOrEqual(0.75 * BEATS);
    for (const { beat, ms } of single!) expect(Math.abs(ms - 1000 * lateBy(beat))).toBeLessThan(4);
  });

  it('follows windows that are late themselves', async () => {
    const { single } = await latenessOf(
      house(() => 0),
      house((beat) => (beat % 4 === 2 ? 0.18 : 0.15)),
    );
    for (const { beat, ms } of single!) expect(Math.abs(ms - (beat % 4 === 2 ? 180 : 150))).toBeLessThan(4);
  });

  /** An attack at each of these rows after every beat, as strong as `strengths` say. */
  const curves = (rows: readonly number[], strengths = rows.map(() => 1)): AttackCurves => {
    const values = new Float32Array(3 * Math.ceil(beatRows.at(-1)! + 100));
    for (const at of beatRows)
      for (const [attack, row] of rows.entries())
        for (const [i, value] of [2, 4, 2].entries())
          values[3 * (Math.round(at) + row + i - 1)] = strengths[attack]! * value;
    return { values, bands: 3, frames: values.length / 3 };
  };
  const windows = [{ at: beatRows[0]!, rows: 0 }];

  it('leaves out beats that fit a little better elsewhere than where their windows are', () => {
    expect(beatLags(curves([0]), curves([0, 9], [0.65, 1]), beatRows, windows)).toBeNull();
    expect(beatLags(curves([0]), curves([0, 9], [1, 0.65]), beatRows, windows)).not.toBeNull();
  });

  it('gives beats that lie a little beside where their windows are', () => {
    expect(beatLags(curves([0]), curves([3]), beatRows, windows)?.every(({ rows }) => rows === 3)).toBe(true);
  });

  it('leaves out beats of which two attacks fit as well', () => {
    expect(beatLags(curves([0]), curves([0, 9]), beatRows, windows)).toBeNull();
    expect(beatLags(curves([0]), curves([9]), beatRows, windows)?.every(({ rows }) => rows === 9)).toBe(true);
  });

  it('gives nothing where one of the tracks has no sharp attacks', async () => {
    const { single } = await latenessOf(pads(), pads());
    expect(single).toBeUndefined();
  });
});
