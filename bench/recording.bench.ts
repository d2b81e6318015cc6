// Recording on a real sound card: ten takes of what the player plays, and how far they are from where they belong.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from '@playwright/test';
import { maximumLengthSequence } from '@/audio/recording/maximum-length-sequence';
import { SAMPLE_RATE } from '@/audio/units';
import { openSite } from '@/playwright/player/site';
import { toneStem, writeSegments } from '@/playwright/player/stems';
import { chromiumOptions } from '../server/launch/chromium.mjs';
import { openSoundCard } from './support/sound-card';

const TAKES = 10;
const TAKE_S = 4;
const LENGTH_S = 8;
/** A busy machine drops blocks of sound while it is measured; a person would try again as well. */
const CALIBRATIONS = 6;
const JUMP_MS = 0.5;
const TARGETS = { medianMs: 1, worstMs: 3 };

/** Silence with a click every half second. */
function clickStem(clicks: readonly number[]) {
  const stem = toneStem('clicks', 0, LENGTH_S * SAMPLE_RATE);
  const click = maximumLengthSequence(9);
  for (const at of clicks) {
    for (let i = 0; i < 2 * click.length; i++) {
      stem.stored[2 * at + i] = Math.round(0.25 * 2 ** 23 * (click[i >> 1] ?? 0));
    }
  }
  return stem;
}

const ms = (samples: number): number => (samples / SAMPLE_RATE) * 1_000;
/** How often the device jumped during a take, which no calibration before it can know of. */
const jumps = (lags: readonly number[]): number =>
  lags.filter((lag, i) => i > 0 && Math.abs(ms(lag - (lags[i - 1] ?? lag))) > JUMP_MS).length;
const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const card = await openSoundCard();
if (!card) {
  console.log('Skipped: PulseAudio is not installed (apt-get install pulseaudio pulseaudio-utils).');
  process.exit(0);
}
const folder = mkdtempSync(path.join(tmpdir(), 'isomix-recording-'));
const clicks = Array.from({ length: 2 * LENGTH_S - 2 }, (_, i) => Math.round((i + 1) * 0.5 * SAMPLE_RATE));
const stem = clickStem(clicks);
writeSegments(folder, stem);
const site = await openSite(folder);
const browser = await chromium.launch({
  ...chromiumOptions,
  args: [...chromiumOptions.args, '--use-fake-ui-for-media-stream', '--disable-features=AudioServiceSandbox'],
  ignoreDefaultArgs: ['--mute-audio'],
  env: { ...process.env, ...card.env },
});
let failed = false;
try {
  const context = await browser.newContext({ permissions: ['microphone'] });
  const page = await context.newPage();
  await page.goto(`${site.url}record`);
  await page.waitForFunction(() => 'recordingBench' in window);
  await page.evaluate((description) => window.recordingBench.open(description), stem.description);
  let found = await page.evaluate(() => window.recordingBench.calibrate());
  for (let tries = 1; found.problem && tries < CALIBRATIONS; tries++) {
    console.log(`calibration ${tries} refused: ${found.problem}`);
    found = await page.evaluate(() => window.recordingBench.calibrate());
  }
  if (found.problem) throw new Error(found.problem);
  console.log(
    `round trip: measured ${ms(found.measured * SAMPLE_RATE).toFixed(2)} ms, the browser says ${ms(found.believed * SAMPLE_RATE).toFixed(2)} ms`,
  );
  const offsets: number[] = [];
  for (let take = 1; take <= TAKES; take++) {
    const lags = await page.evaluate(([length, where]) => window.recordingBench.take(length, where), [
      TAKE_S,
      clicks,
    ] as const);
    const off = lags.map((each) => Math.abs(ms(each)));
    offsets.push(...off);
    console.log(
      `take ${take}: ${lags.length} clicks, median ${median(off).toFixed(2)} ms, worst ${Math.max(...off).toFixed(2)} ms off, ${jumps(lags)} jumps of the device`,
    );
  }
  const [middle, worst] = [median(offsets), Math.max(...offsets)];
  failed = !(middle <= TARGETS.medianMs && worst <= TARGETS.worstMs);
  console.log(
    `all: median ${middle.toFixed(2)} ms (at most ${TARGETS.medianMs}), worst ${worst.toFixed(2)} ms (at most ${TARGETS.worstMs}): ${failed ? 'MISSED' : 'ok'}`,
  );
} finally {
  await browser.close();
  await site.close();
  card.close();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
