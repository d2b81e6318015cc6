// Tests of the checker: it approves of a right mix, and finds each of seven ways to get one wrong.
import { beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@/audio/dither';
import { TestTrack } from '@/audio/track/testing/small-tracks';
import { dbToGain, SAMPLE_RATE } from '@/audio/units';
import { checkSet, type SetCheck } from './check-set';
import type { CheckedTrack } from './pair';

const BPM = 120;
const BARS = 28;
const OVERLAP_BARS = 8;
const BAR_S = 240 / BPM;

interface LayeredTrack extends CheckedTrack {
  /** Kick and bass alone. */
  readonly low: Float32Array;
}

/** A track with drums, a bass line and a melody of its own, no two bars alike. */
function makeKnownTrack(seed: number): LayeredTrack {
  const random = seededRandom(seed);
  const start = 0.2;
  const [low, high] = [new TestTrack(start + BARS * BAR_S + 1), new TestTrack(start + BARS * BAR_S + 1)];
  const beats = Array.from({ length: BARS * 4 }, (_, i) => start + (i * 60) / BPM);
  for (const [i, beat] of beats.entries()) {
    if (i % 4 === 0 || random() < 0.5) low.kick(beat, 0.4 + 0.2 * random());
    else high.snare(beat, 0.1 + 0.2 * random());
    for (const part of [0.25, 0.5, 0.75]) {
      if (random() < 0.5) high.hat(beat + (part * 60) / BPM, 0.05 + 0.1 * random());
    }
    const pitch = 48 + 12 * seed + Math.floor(12 * random());
    if (random() < 0.7) high.chord(beat, 0.3, [pitch, pitch + 7], 0.08);
    low.chord(beat, 0.45, [28 + 4 * seed + Math.floor(5 * random())], 0.15);
  }
  const downbeats = beats.filter((_, i) => i % 4 === 0);
  const phrases = downbeats.filter((_, i) => i % 8 === 0);
  const signal = high.samples.map((sample, i) => sample + low.samples[i]!);
  return { signal, low: low.samples, sampleRate: SAMPLE_RATE, beats, downbeats, phrases };
}

interface Fault {
  readonly shiftS?: number;
  /** By how much the second track is longer than it should be. */
  readonly stretch?: number;
  readonly hasBothBasses?: boolean;
  /** By how much the bass is raised while both tracks play. */
  readonly bassBoostDb?: number;
  readonly clickAtS?: number;
  readonly secondDb?: number;
}

/** Where the overlap begins in the first track: a phrase. */
const OVERLAP_AT = 0.2 + 16 * BAR_S;

function readAt(signal: Float32Array, position: number): number {
  const before = Math.floor(position);
  const [a, b] = [signal[before] ?? 0, signal[before + 1] ?? 0];
  return a + (position - before) * (b - a);
}

/** Mixes both over eight bars; the basses are swapped in the middle. */
function mix(first: LayeredTrack, second: LayeredTrack, fault: Fault = {}) {
  const { shiftS = 0, stretch = 0, hasBothBasses = false, bassBoostDb = 0, clickAtS, secondDb = 0 } = fault;
  const seconds = OVERLAP_AT + BARS * BAR_S;
  const out = new Float32Array(Math.round(seconds * SAMPLE_RATE));
  const overlap = OVERLAP_BARS * BAR_S;
  for (let i = 0; i < out.length; i++) {
    const time = i / SAMPLE_RATE - OVERLAP_AT;
    const share = Math.max(0, Math.min(1, time / overlap));
    const isSwapped = share > 0.5 ? 1 : 0;
    const position = (time - shiftS) / (1 + stretch) + 0.2;
    const at = position * SAMPLE_RATE;
    const [gainA, gainB] = [
      Math.cos((share * Math.PI) / 2),
      Math.sin((share * Math.PI) / 2) * dbToGain(secondDb),
    ];
    const bassA = hasBothBasses ? 0 : isSwapped * readAt(first.low, i);
    const bassB = hasBothBasses ? 0 : (1 - isSwapped) * readAt(second.low, at);
    const raised = share > 0 && share < 1 ? dbToGain(bassBoostDb) - 1 : 0;
    const [lowA, lowB] = [(1 - isSwapped) * readAt(first.low, i), isSwapped * readAt(second.low, at)];
    const extra = 0.5 * raised * (gainA * lowA + gainB * lowB);
    out[i] =
      extra + 0.5 * (gainA * ((first.signal[i] ?? 0) - bassA) + gainB * (readAt(second.signal, at) - bassB));
  }
  if (clickAtS !== undefined) out[Math.round(clickAtS * SAMPLE_RATE)]! += 0.2;
  return { left: out, right: out, sampleRate: SAMPLE_RATE };
}

let first: LayeredTrack;
let second: LayeredTrack;
let right: SetCheck;

const checked = (fault: Fault) => checkSet(mix(first, second, fault), [second, first]);

beforeAll(async () => {
  first = makeKnownTrack(1);
  second = makeKnownTrack(2);
  right = await checked({});
});

describe('checkSet', () => {
  it('approves of a right mix', () => {
    const [transition] = right.transitions;
    expect(right.places.map(({ track }) => track)).toEqual([1, 0]);
    expect(transition!.beats.length).toBeGreaterThan(8);
    expect(transition!.beatMs.median).toBeLessThan(2);
    expect(transition!.beatMs.max).toBeLessThan(8);
    expect(Math.abs(transition!.driftMs)).toBeLessThan(3);
    expect(transition!.downbeats).toBe(1);
    expect(transition!.phrases).toBe(1);
    expect(transition!.bassOverlapBars).toBeLessThanOrEqual(1);
    expect(transition!.clicks).toBe(0);
    expect(right.levelSpreadLu).toBeLessThan(2);
  });

  it('finds tracks whose two sides cancel each other', async () => {
    const set = mix(first, second);
    const { transitions } = await checkSet({ ...set, right: set.right.map((x) => -x) }, [second, first]);
    expect(transitions[0]!.beatMs.median).toBeLessThan(2);
    expect(transitions[0]!.downbeats).toBe(1);
  });

  it('finds a shift of 30 ms', async () => {
    const { transitions } = await checked({ shiftS: 0.03 });
    expect(transitions[0]!.beatMs.median).toBeGreaterThan(27);
    expect(transitions[0]!.beatMs.median).toBeLessThan(33);
  });

  it('finds a drift', async () => {
    const { transitions } = await checked({ stretch: 0.002 });
    expect(transitions[0]!.driftMs).toBeGreaterThan(8);
  });

  it('finds bars that begin on the wrong beat', async () => {
    const { transitions } = await checked({ shiftS: 60 / BPM });
    expect(transitions[0]!.beatMs.median).toBeLessThan(3);
    expect(transitions[0]!.downbeats).toBe(0);
    expect(transitions[0]!.phrases).toBe(0);
  });

  it('finds two basses at once', async () => {
    const { transitions } = await checked({ hasBothBasses: true });
    expect(transitions[0]!.bassOverlapBars).toBeGreaterThan(2);
  });

  it('finds a bass that is raised', async () => {
    const { transitions } = await checked({ bassBoostDb: 4 });
    expect(right.transitions[0]!.summedBassDb).toBeLessThan(1.5);
    expect(transitions[0]!.summedBassDb).toBeGreaterThan(right.transitions[0]!.summedBassDb + 2);
    expect(transitions[0]!.summedBassDb).toBeGreaterThan(1.5);
  });

  it('finds a click', async () => {
    const { transitions } = await checked({ clickAtS: OVERLAP_AT + 5.33 });
    expect(transitions[0]!.clicks).toBeGreaterThan(0);
  });

  it('finds a level that jumps', async () => {
    const { levelSpreadLu } = await checked({ secondDb: -5 });
    expect(levelSpreadLu).toBeGreaterThan(right.levelSpreadLu + 2);
  });
});
