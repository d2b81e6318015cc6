// The streaming player in real Chromium, with its real worklet: aligned, exact, click-free, patient.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { aroundPause, endOf, Recording, skipsOf } from './player/recording';
import { openSite, type Site } from './player/site';
import { noiseStem, sumOf, toneStem, writeSegments } from './player/stems';

const LENGTH = 9 * SEGMENT_SAMPLES + 54_321;
const stems = [
  noiseStem('vocals', 11, LENGTH),
  noiseStem('drums', 22, LENGTH),
  noiseStem('bass', 33, LENGTH),
  noiseStem('other', 44, LENGTH, 1),
];
const tones = [toneStem('low', 110, 2 * SEGMENT_SAMPLES), toneStem('high', 172.3, 2 * SEGMENT_SAMPLES)];
const song = sumOf(stems);
const descriptions = stems.map((stem) => stem.description);
const folder = mkdtempSync(path.join(tmpdir(), 'isomix-player-'));
let site: Site;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  for (const stem of [...stems, ...tones]) writeSegments(folder, stem);
  site = await openSite(folder);
});

test.afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

test.beforeEach(async ({ page }) => {
  await page.goto(site.url);
  await page.waitForFunction(() => 'harness' in window);
});

/** Two fades: what a wait for audio, or a pause, costs of the song. */
const FADES = 2 * 256;

async function take(page: Page): Promise<Recording> {
  const { samples, arrivals } = await page.evaluate(() => window.harness.take());
  return new Recording(samples, arrivals);
}

test('plays the exact sum of the stems from the first sample to the last', async ({ page }) => {
  const pressed = await page.evaluate(async (list) => {
    window.harness.load(list);
    await window.harness.until('paused');
    const at = await window.harness.play();
    // Past the first segment.
    await window.harness.untilPast(6.5 * 44_100);
    return at;
  }, descriptions);
  const beginning = await take(page);
  const passages = beginning.passages(song);
  expect(passages[0]!.position).toBeLessThanOrEqual(256);
  for (const skipped of skipsOf(passages)) expect(Math.abs(skipped)).toBeLessThanOrEqual(FADES);
  expect(endOf(passages.at(-1)!)).toBeGreaterThan(6.5 * 44_100);
  const firstSound = beginning.arrivalOf(beginning.soundFrom(0)) - pressed;
  const residual = beginning.residualDb(passages, song);
  console.warn(`first sound ${firstSound.toFixed(0)} ms after play; residual ${residual.toFixed(1)} dBFS`);
  expect(residual).toBeLessThanOrEqual(-120);

  await page.evaluate(async (end) => {
    window.harness.seek(end - 44_100);
    await window.harness.until('paused');
    await window.harness.sleep(100);
  }, LENGTH);
  const ending = (await take(page)).passages(song).at(-1)!;
  expect(ending.position + ending.to - ending.from).toBe(LENGTH);
});

test('keeps the stems aligned to the sample after random seeks', async ({ page }) => {
  let state = 12_345;
  const targets = Array.from({ length: 50 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * (LENGTH - 88_200));
  });
  const asked = await page.evaluate(
    async ({ list, targets }) => {
      const { harness } = window;
      harness.load(list);
      await harness.play();
      await harness.until('playing');
      await harness.untilPast(13_230);
      const times: number[] = [];
      for (const target of targets) {
        times.push(harness.seek(target));
        await harness.untilPast(target + 4410);
      }
      await harness.sleep(200);
      return times;
    },
    { list: descriptions, targets },
  );
  const recording = await take(page);
  const passages = recording.passages(song);
  const landed = targets.map((target) =>
    passages.find(({ position }) => position >= target && position <= target + 300),
  );
  expect(targets.filter((_, at) => landed[at] === undefined)).toEqual([]);
  expect(recording.residualDb(passages, song)).toBeLessThanOrEqual(-120);
  const waits = landed
    .map((passage, at) => recording.arrivalOf(passage!.from) - asked[at]!)
    .sort((a, b) => a - b);
  console.warn(`50 seeks: median ${waits[25]!.toFixed(0)} ms, worst ${waits[49]!.toFixed(0)} ms to sound`);
});

test('pauses all stems when one is late, and continues where they stopped', async ({ page }) => {
  const statuses = await page.evaluate(
    async ({ list, start, end }) => {
      const { harness } = window;
      harness.delays['bass/1'] = 3000;
      harness.load(list);
      harness.seek(start);
      await harness.until('paused');
      await harness.play();
      await harness.untilPast(end);
      return harness.states.map((state) => state.status);
    },
    { list: descriptions, start: SEGMENT_SAMPLES - 44_100, end: SEGMENT_SAMPLES + 30_000 },
  );
  expect(statuses).toContain('holding');
  const recording = await take(page);
  const passages = recording.passages(song);
  for (const skipped of skipsOf(passages)) expect(Math.abs(skipped)).toBeLessThanOrEqual(FADES);
  const { before, after } = aroundPause(passages, SEGMENT_SAMPLES - 1023, SEGMENT_SAMPLES);
  // While it waited, the clock stood: the silence is exactly as long as the song's position lags behind.
  const standing = before.position - before.from - (after.position - after.from);
  let silent = 0;
  for (let at = before.to; at < after.from; at++) if (recording.silentAt(at)) silent++;
  expect(Math.abs(silent - standing)).toBeLessThanOrEqual(2);
});

test('repeats a loop to the sample, without a gap', async ({ page }) => {
  const [start, end] = [SEGMENT_SAMPLES * 2 - 10_000, SEGMENT_SAMPLES * 2 + 12_345];
  await page.evaluate(
    async ({ list, start, end }) => {
      const { harness } = window;
      harness.load(list);
      harness.loop(start, end);
      harness.seek(start);
      await harness.play();
      for (let round = 0; round < 6; round++) {
        await harness.untilPast(end - 5000);
        await harness.untilBefore(start + 8000);
      }
    },
    { list: descriptions, start, end },
  );
  const rounds = (await take(page)).passages(song).slice(1);
  expect(rounds.length).toBeGreaterThan(3);
  for (const [at, round] of rounds.entries()) {
    expect(round.position).toBe(start);
    if (at > 0) expect(round.from - rounds[at - 1]!.from).toBe(end - start);
  }
});

test('clicks at no pause, start, seek or seam', async ({ page }) => {
  await page.evaluate(
    async (list) => {
      const { harness } = window;
      harness.load(list);
      // From the very start a song begins as it was recorded, and these tones begin with a bend.
      harness.seek(1000);
      await harness.play();
      await harness.untilPast(23_050);
      // Presses at odd moments, not at positions: the fades of one must not have to end before the next.
      for (let i = 0; i < 6; i++) {
        harness.player.pause();
        await harness.sleep(60 + i);
        await harness.play();
        await harness.sleep(90 + i);
        harness.seek(20_000 + i * 12_345);
        await harness.sleep(80);
        harness.loop(50_000 + i * 111, 50_000 + i * 7777 + 3000);
        harness.seek(50_000);
        await harness.sleep(200);
      }
    },
    tones.map((stem) => stem.description),
  );
  const recording = await take(page);
  const roughness = recording.roughness();
  console.warn(`roughness ${roughness.toExponential(1)} (a click of 0.01 reads 1e-2)`);
  expect(recording.soundFrom(0)).toBeGreaterThanOrEqual(0);
  expect(roughness).toBeLessThan(5e-4);
});

test('tries a failing segment again, and says so when it cannot be had', async ({ page }) => {
  test.setTimeout(60_000);
  const { error, after } = await page.evaluate(async (list) => {
    const { harness } = window;
    harness.delays['drums/0'] = Number.POSITIVE_INFINITY;
    harness.load(list);
    void harness.play();
    await harness.until('error');
    const { error } = harness.player.getState();
    delete harness.delays['drums/0'];
    await harness.play();
    await harness.until('playing');
    // It must not fail again: that has no event to wait for.
    await harness.sleep(300);
    return { error, after: harness.player.getState().status };
  }, descriptions);
  expect(error).toContain('Drums');
  expect(after).toBe('playing');
});

test('plays on in a tab that nobody sees', async ({ page }) => {
  // What browsers do to such tabs: no frames are drawn, and timers fire once a second.
  await page.addInitScript(() => {
    const setTimer = window.setTimeout.bind(window);
    window.requestAnimationFrame = () => 0;
    window.setTimeout = ((call: () => void, ms = 0) =>
      setTimer(call, Math.max(1000, ms))) as typeof setTimeout;
  });
  await page.reload();
  await page.waitForFunction(() => 'harness' in window, null, { polling: 100 });
  const statuses = await page.evaluate(async (list) => {
    const { harness } = window;
    harness.load(list);
    await harness.play();
    await harness.until('playing');
    // Through three segments, which have to be fetched and decoded meanwhile.
    await harness.untilPast(3.2 * 262_144);
    return harness.states.map((state) => state.status);
  }, descriptions);
  expect(statuses).not.toContain('error');
  expect(statuses.slice(statuses.indexOf('playing'))).not.toContain('paused');
  const passages = (await take(page)).passages(song);
  const heard = passages.reduce((sum, { from, to }) => sum + to - from, 0);
  expect(heard).toBeGreaterThan(3 * 262_144);
});

test('rests where it was when the device is suspended, and goes on from there', async ({ page }) => {
  const { suspended, resumed } = await page.evaluate(async (list) => {
    const { harness } = window;
    harness.load(list);
    await harness.play();
    await harness.untilPast(33_000);
    await harness.context?.suspend();
    await harness.until('paused');
    const suspended = harness.player.getState().position;
    // The position must not move: that has no event to wait for.
    await harness.sleep(500);
    const resumed = harness.player.getState().position;
    await harness.play();
    await harness.untilPast(resumed + 22_050);
    return { suspended, resumed };
  }, descriptions);
  expect(suspended).toBeGreaterThan(20_000);
  expect(resumed).toBe(suspended);
  const passages = (await take(page)).passages(song);
  expect(endOf(passages.at(-1)!)).toBeGreaterThanOrEqual(resumed + 22_050);
  // Nothing is left out or repeated but the fades, here and wherever else it had to wait. Without a seam here
  // the audio thread has read the pause and the start after it at once.
  for (const skipped of skipsOf(passages)) expect(Math.abs(skipped)).toBeLessThanOrEqual(FADES);
});
