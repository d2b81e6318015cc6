// One engine: what the worklet plays in Chromium is what the worker renders, and both are what the mix says.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { MixEngine } from '@/audio/mix/engine';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { DEFAULT_MIX, type MixState } from '@/document/schema';
import { stereoOf } from './player/base64';
import { FULL_MIX, PLAIN_MIX } from './player/mixes';
import { renderByWorker, residualDb, type Stereo } from './player/rendered';
import { openSite, type Site } from './player/site';
import { noteStem, toneStem, writeSegments } from './player/stems';

const RATE = 44_100;
/** Longer than a stored segment. */
const LENGTH = 8 * RATE;
const TAIL = 2 * RATE;
const stems = ['a', 'b', 'c', 'd', 'e'].map((id, i) => noteStem(id, i + 1, LENGTH, i % 2));
const tone = toneStem('tone', 440, LENGTH);
const folder = mkdtempSync(path.join(tmpdir(), 'isomix-engine-'));
let site: Site;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  for (const stem of [...stems, tone]) writeSegments(folder, stem);
  site = await openSite(folder);
});

test.afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

test.beforeEach(async ({ page }) => {
  await page.goto(`${site.url}offline`);
  await page.waitForFunction(() => 'playOffline' in window);
});

/** What the worklet plays from the start, its latency taken off. */
async function play(page: Page, mix: MixState, frames: number): Promise<Stereo> {
  const described = stems.map(({ description }) => description);
  const ids = described.map(({ id }) => id);
  const engine = new MixEngine({ stemCount: ids.length, blockSize: 128 });
  engine.setGraph(graphOfMix(mix, ids));
  const run = { stems: described, mix, frames: frames + engine.latency, rate: RATE };
  const [left, right] = stereoOf(await page.evaluate((asked) => window.playOffline(asked), run));
  return [left.subarray(engine.latency), right.subarray(engine.latency)];
}

test('plays every feature as the worker renders it, below -120 dBFS', async ({ page }) => {
  const [played, rendered] = await Promise.all([
    play(page, FULL_MIX, LENGTH + TAIL),
    renderByWorker(folder, stems, FULL_MIX, TAIL),
  ]);
  expect(rendered[0].length).toBe(LENGTH + TAIL);
  const residual = residualDb(played, rendered);
  console.warn(`player against render, every feature: ${residual.toFixed(1)} dBFS`);
  expect(Math.max(...played[0].subarray(LENGTH))).toBeGreaterThan(0);
  expect(residual).toBeLessThanOrEqual(-120);
});

test('plays and renders gain, balance and sum below -140 dBFS of an independent sum', async ({ page }) => {
  const expected = [new Float64Array(LENGTH), new Float64Array(LENGTH)] as const;
  for (const { description, stored } of stems) {
    const { gainDb, pan, mute, invert } = PLAIN_MIX.strips[description.id]!;
    if (mute || gainDb === -60) continue;
    const scale = 2 ** (description.headroomBits - 23) * 10 ** ((gainDb + PLAIN_MIX.master.gainDb) / 20);
    const angle = ((pan + 1) * Math.PI) / 4;
    for (const [side, law] of [Math.cos(angle), Math.sin(angle)].entries()) {
      const gain = scale * Math.SQRT2 * law * (invert ? -1 : 1);
      for (let n = 0; n < LENGTH; n++) expected[side]![n]! += stored[2 * n + side]! * gain;
    }
  }
  const played = residualDb(await play(page, PLAIN_MIX, LENGTH), expected);
  const rendered = residualDb(await renderByWorker(folder, stems, PLAIN_MIX, 0), expected);
  console.warn(`against an independent sum: player ${played.toFixed(1)}, render ${rendered.toFixed(1)} dBFS`);
  expect(played).toBeLessThanOrEqual(-140);
  expect(rendered).toBeLessThanOrEqual(-140);
});

test('never drifts and never lets the stems part, over 50 seeks and a minute', async ({ page }) => {
  const run = { stems: 4, seeks: 50, seconds: 60 };
  const { compared, wrong } = await page.evaluate((asked) => window.seekAndPlay(asked), run);
  expect(compared).toBeGreaterThan(59 * RATE);
  expect(wrong).toBe(0);
});

/** Frequency from the zero crossings of a tone. */
function hertz(heard: Float32Array, rate: number): number {
  const rises: number[] = [];
  for (let i = 1; i < heard.length; i++) {
    const [a, b] = [heard[i - 1]!, heard[i]!];
    if (a < 0 && b >= 0) rises.push(i - 1 + a / (a - b));
  }
  return ((rises.length - 1) * rate) / (rises.at(-1)! - rises[0]!);
}

for (const [tempo, keySemitones] of [
  [1.25, 0],
  [0.8, 3],
  [1, -4],
] as const) {
  test(`plays at ${tempo} of its tempo and ${keySemitones} semitones`, async ({ page }) => {
    const frames = Math.round(LENGTH / tempo) + RATE;
    const run = {
      stems: [tone.description],
      frames,
      rate: RATE,
      mix: { ...DEFAULT_MIX, tempo, keySemitones },
    };
    const [heard] = stereoOf(await page.evaluate((asked) => window.playOffline(asked), run));
    const first = heard.findIndex((value) => Math.abs(value) > 0.1);
    const last = heard.findLastIndex((value) => Math.abs(value) > 0.1);
    const pitch = hertz(heard.subarray(first + RATE, last - RATE), RATE);
    console.warn(
      `${pitch.toFixed(2)} Hz for ${((last - first) / RATE).toFixed(3)} s, after ${first} samples`,
    );
    // Five cents: the difference that a trained ear can distinguish.
    expect(Math.abs(1200 * Math.log2(pitch / (440 * 2 ** (keySemitones / 12))))).toBeLessThan(5);
    expect(Math.abs(last - first - LENGTH / tempo) / RATE).toBeLessThan(0.05);
    expect(first / RATE).toBeLessThan(0.1);
  });
}

test('plays in tune and in time on a card of 192 kHz', async ({ page }) => {
  const rate = 192_000;
  const run = { stems: [tone.description], mix: DEFAULT_MIX, frames: 4 * rate, rate };
  const [heard] = stereoOf(await page.evaluate((asked) => window.playOffline(asked), run));
  const late = 33 / RATE;
  let worst = 0;
  for (let n = rate / 10; n < heard.length; n++) {
    worst = Math.max(worst, Math.abs(heard[n]! - 0.2 * Math.sin(2 * Math.PI * 440 * (n / rate - late))));
  }
  expect(20 * Math.log10(worst)).toBeLessThan(-80);
});
