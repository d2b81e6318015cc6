// The player in Chromium: a ten-minute song of eight stems; memory by Chromium's counters, first sound, seeks, load.
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { SAMPLE_RATE } from '@/audio/units';
import { openSite } from '@/playwright/player/site';
import { noiseStem, SEGMENT_SAMPLES, writeSegments } from '@/playwright/player/stems';
import { measureMemory, type PageMemory } from './support/chromium-memory';

const STEMS = 8;
const LENGTH = 600 * SAMPLE_RATE;
const SEEKS = 25;
const TARGETS = { memoryMB: 80, firstSoundMs: 300, seekMs: 200 };

const descriptions = Array.from({ length: STEMS }, (_, i) => ({
  id: `stem${i}`,
  lengthSamples: LENGTH,
  segmentSamples: SEGMENT_SAMPLES,
  headroomBits: 0,
}));

/** One segment per stem of noise, which compresses worse than any music, under the names of all its segments. */
function writeSong(folder: string): void {
  const last = Math.floor(LENGTH / SEGMENT_SAMPLES);
  for (const [i, { id }] of descriptions.entries()) {
    writeSegments(folder, noiseStem(id, i + 1, SEGMENT_SAMPLES));
    const first = path.join(folder, id, '0.flac');
    for (let index = 1; index < last; index++) copyFileSync(first, path.join(folder, id, `${index}.flac`));
    writeSegments(path.join(folder, 'ends'), noiseStem(id, i + 1, LENGTH - last * SEGMENT_SAMPLES));
    copyFileSync(path.join(folder, 'ends', id, '0.flac'), path.join(folder, id, `${last}.flac`));
  }
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(url);
  await page.waitForFunction(() => 'harness' in window);
  return page;
}

/** Milliseconds from play to the first sound, on a page that has just loaded the stems' first windows. */
async function firstSound(browser: Browser, url: string): Promise<number> {
  const page = await openPage(browser, url);
  const waited = await page.evaluate(async (list) => {
    const { harness } = window;
    harness.load(list);
    await harness.until('paused');
    return harness.soundAfter(() => harness.play());
  }, descriptions);
  await page.close();
  return waited;
}

/** Milliseconds from a seek to where nothing is loaded to its sound. */
function seekFar(page: Page, target: number): Promise<number> {
  return page.evaluate(async (position) => {
    const { harness } = window;
    const waited = await harness.soundAfter(async () => harness.seek(position), true);
    await harness.sleep(400);
    return waited;
  }, target);
}

async function listen(browser: Browser, page: Page, memory: PageMemory[]): Promise<number[]> {
  await page.evaluate(async (list) => {
    const { harness } = window;
    harness.keep = false;
    harness.load(list);
    await harness.play();
    await harness.until('playing');
  }, descriptions);
  const waits: number[] = [];
  for (let i = 0; i < SEEKS; i++) {
    // A third of the song further each time, so that no seek lands on what is still held.
    const share = ((i + 1) * 0.381966) % 0.98;
    waits.push(await seekFar(page, Math.floor(share * LENGTH)));
    memory.push(await measureMemory(browser));
  }
  for (let i = 0; i < 10; i++) {
    await page.waitForTimeout(1000);
    memory.push(await measureMemory(browser));
  }
  return waits;
}

const folder = mkdtempSync(path.join(tmpdir(), 'isomix-bench-player-'));
writeSong(folder);
const site = await openSite(folder);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required', '--disable-background-networking'],
});
try {
  const firsts: number[] = [];
  for (let i = 0; i < 5; i++) firsts.push(await firstSound(browser, site.url));
  const page = await openPage(browser, site.url);
  const empty = await measureMemory(browser);
  const memory: PageMemory[] = [];
  const seeks = await listen(browser, page, memory);
  const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
  const audio = memory.map(({ arrayBufferBytes }) => arrayBufferBytes);
  const grown = Math.max(...memory.map(({ privateBytes }) => privateBytes)) - empty.privateBytes;
  const states = await page.evaluate(
    () => window.harness.states.filter(({ status }) => status === 'holding').length,
  );
  console.log(`ten minutes x ${STEMS} stems; decoded whole they would take ${mb(LENGTH * STEMS * 8)} MB`);
  console.log(
    `  audio memory     peak ${mb(Math.max(...audio))} MB, median ${mb(median(audio))} MB (target < ${TARGETS.memoryMB})`,
  );
  console.log(`  whole process    peak ${mb(grown)} MB above the empty page`);
  console.log(
    `  first sound      median ${median(firsts).toFixed(0)} ms, worst ${Math.max(...firsts).toFixed(0)} ms (target ${TARGETS.firstSoundMs})`,
  );
  console.log(
    `  seek to unloaded median ${median(seeks).toFixed(0)} ms, worst ${Math.max(...seeks).toFixed(0)} ms (target ${TARGETS.seekMs})`,
  );
  console.log(`  reports of holding during ${SEEKS} seeks: ${states}`);
  console.log(
    JSON.stringify({
      audioMB: Math.max(...audio) / 1e6,
      firstSoundMs: median(firsts),
      seekMs: median(seeks),
    }),
  );
} finally {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}
