// Tests of tracks whose stems and bands have gains of their own.
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noise, sine } from '@/audio/analysis/testing/known-signals';
import { BandSplitter } from '@/audio/automix/analyse/band-splitter';
import type { PartCurves } from '@/audio/automix/render/part-curves';
import { PLAN_STEMS, type PlanStem } from '@/audio/automix/types';
import { interleave } from '@/audio/interleave';
import { SAMPLE_RATE } from '@/audio/units';
import { FrameReader, FrameWriter } from '../../stretching/frame-file';
import { PartShaper, SHAPE_FRAMES } from './part-shaper';

let dir = '';
let splitter: BandSplitter;
const opened: FrameReader[] = [];

beforeAll(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'part-shaper-'));
  splitter = await BandSplitter.create([120, 2500], SAMPLE_RATE);
});
afterAll(async () => {
  splitter.dispose();
  for (const reader of opened) await reader.close();
  await rm(dir, { recursive: true, force: true });
});

async function store(name: string, signal: Float32Array): Promise<FrameReader> {
  const writer = await FrameWriter.open(path.join(dir, name), 0);
  await writer.write(interleave(signal, signal));
  const reader = await FrameReader.open(await writer.finish());
  opened.push(reader);
  return reader;
}

const NONE: PartCurves = { full: [], bands: {}, stems: {} };
const OFF = [{ at: 0, gain: 0 }];
const FROM = 10_000;

async function leftOf(shaper: PartShaper): Promise<Float32Array> {
  const block = await shaper.read(FROM);
  return Float32Array.from({ length: SHAPE_FRAMES }, (_, i) => block[2 * i]!);
}

const rms = (values: Float32Array) => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);

describe('PartShaper', () => {
  it('gives a track without curves back as it is', async () => {
    const signal = noise(1);
    const shaper = new PartShaper({ mix: await store('plain', signal) }, NONE, splitter);
    expect(await leftOf(shaper)).toEqual(signal.slice(FROM, FROM + SHAPE_FRAMES));
  });

  it('takes one band out and leaves the others', async () => {
    const [bass, lead] = [sine(1, 50), sine(1, 800)];
    const mix = await store(
      'bands',
      bass.map((sample, i) => sample + lead[i]!),
    );
    const left = await leftOf(new PartShaper({ mix }, { ...NONE, bands: { low: OFF } }, splitter));
    const wanted = lead.slice(FROM, FROM + SHAPE_FRAMES);
    expect(rms(left.map((sample, i) => sample - wanted[i]!)) / rms(wanted)).toBeLessThan(0.01);
  });

  it('takes one stem out, and keeps what separation left over', async () => {
    const parts = PLAN_STEMS.map((_, i) => noise(1, 0.2, i + 1));
    const leftover = noise(1, 0.01, 9);
    const mix = leftover.map((sample, i) => parts.reduce((sum, part) => sum + part[i]!, sample));
    const stems: Partial<Record<PlanStem, FrameReader>> = {};
    for (const [i, stem] of PLAN_STEMS.entries()) stems[stem] = await store(stem, parts[i]!);
    const curves = { ...NONE, stems: { vocals: OFF } };
    const left = await leftOf(new PartShaper({ mix: await store('mix', mix), stems }, curves, splitter));
    const vocals = parts[PLAN_STEMS.indexOf('vocals')]!;
    for (let i = 0; i < SHAPE_FRAMES; i += 37) {
      expect(left[i]).toBeCloseTo(mix[FROM + i]! - vocals[FROM + i]!, 5);
    }
  });
});
