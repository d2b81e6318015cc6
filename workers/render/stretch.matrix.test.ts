// Tempo and key of a render: exact length, true pitch, everything in its place, and nothing at all when neutral.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import { measureLoudness } from '@/audio/loudness/loudness-meter';
import { resolveDelay } from '@/audio/mix/delay-times';
import { SAMPLE_RATE } from '@/audio/units';
import { noteOfLabel } from '@/contract/note-values';
import { CLOSED_SENDS, DEFAULT_DELAY } from '@/contract/processors/sends';
import { thinned } from '@/contract/testing/thinned';
import { renderMix } from './render-mix';
import { beats, decodeStereo, sourceOf, specOf, writeWav } from './testing/render-specs';

const RATE = SAMPLE_RATE;
const SECONDS = 4;
/** Measured: Rubber Band puts clicks within 1.7 ms of where the tempo says. */
const IN_PLACE_MS = 3;

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'stretch-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Upward zero crossings a second. */
function pitchOf(tone: Float32Array): number {
  let crossings = 0;
  for (let i = 1; i < tone.length; i++) if (tone[i - 1]! < 0 && tone[i]! >= 0) crossings++;
  return (crossings * RATE) / tone.length;
}

/** How far the loudest sample near a place is from it, in milliseconds. */
function offsetMs(heard: Float32Array, expected: number): number {
  const reach = RATE / 10;
  const near = heard.subarray(expected - reach, expected + reach).map(Math.abs);
  return (Math.abs(near.indexOf(Math.max(...near)) - reach) / RATE) * 1000;
}

describe('tempo and key of a render', () => {
  it.each(
    thinned(
      [
        [1.25, 0],
        [0.8, 3.37],
        [1, -5],
      ] as const,
      3,
      1,
    ),
  )('at %d x and %d semitones are exact', async (tempo, keySemitones) => {
    const tone = Float32Array.from(
      { length: SECONDS * RATE },
      (_, i) => 0.4 * Math.sin((i * 2 * Math.PI * 440) / RATE),
    );
    const source = sourceOf(await writeWav(folder, 'tone', [tone, tone]));
    const report = await renderMix(specOf(folder, [source], { tempo, keySemitones }));
    const [left] = await decodeStereo(path.join(folder, 'out.wav'));
    expect(left).toHaveLength(Math.round((SECONDS * RATE) / tempo));
    expect(report).toMatchObject({ stretcher: 'Rubber Band R3', lengthSamples: left!.length });
    const cents = 1200 * Math.log2(pitchOf(left!.subarray(RATE / 2, -RATE / 2)) / 440) - 100 * keySemitones;
    expect(Math.abs(cents)).toBeLessThan(3);
  });

  it('leave every click in its place', async () => {
    const tempo = 0.8;
    const clicks = new Float32Array(SECONDS * RATE);
    for (let at = RATE / 2; at < clicks.length; at += RATE) clicks[at] = 0.9;
    const source = sourceOf(await writeWav(folder, 'clicks', [clicks, clicks]));
    await renderMix(specOf(folder, [source], { tempo }));
    const [left] = await decodeStereo(path.join(folder, 'out.wav'));
    for (let at = RATE / 2; at < clicks.length; at += RATE) {
      expect(offsetMs(left!, Math.round(at / tempo))).toBeLessThan(IN_PLACE_MS);
    }
  });

  it('keep echoes in note values on the beat, because they change the mix as a whole', async () => {
    const [tempo, bpm] = [0.8, 120];
    const click = new Float32Array(SECONDS * RATE);
    click[RATE / 2] = 0.9;
    const sends = { ...CLOSED_SENDS, delayDb: 0 };
    const source = sourceOf(await writeWav(folder, 'click', [click, click]), { sends });
    const notes = { leftNote: noteOfLabel('1/2') ?? 0, rightNote: noteOfLabel('1/4.') ?? 0 };
    const delay = resolveDelay({ ...DEFAULT_DELAY, ...notes }, bpm);
    await renderMix(specOf(folder, [source], { tempo, delay }));
    const sides = await decodeStereo(path.join(folder, 'out.wav'));
    for (const [side, quarters] of [2, 1.5].entries()) {
      const echoS = 0.5 + (quarters * 60) / bpm;
      expect(offsetMs(sides[side]!, Math.round((echoS * RATE) / tempo))).toBeLessThan(IN_PLACE_MS);
    }
  });

  it('keep the ceiling, because the limiter comes last', async () => {
    const source = sourceOf(await writeWav(folder, 'beats', beats(SECONDS)));
    const master = { gainDb: 9, limiter: DEFAULT_LIMITER };
    const changes = { master, tempo: 0.9, keySemitones: 2 };
    await renderMix(specOf(folder, [source], changes, { bitDepth: 24 }));
    const [left, right] = await decodeStereo(path.join(folder, 'out.wav'));
    expect(measureLoudness(left!, right!).truePeakDbtp).toBeLessThanOrEqual(-1);
  });

  it('change nothing when they are neutral', async () => {
    const source = sourceOf(await writeWav(folder, 'same', beats(2)));
    const plain = specOf(folder, [source]);
    await renderMix(plain);
    const before = await decodeStereo(plain.output.path);
    expect(await renderMix({ ...plain, tempo: 1, keySemitones: 0 })).toMatchObject({ stretcher: null });
    expect(await decodeStereo(plain.output.path)).toEqual(before);
  });
});
