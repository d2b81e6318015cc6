// The player in Chromium: memory, first sound and seeks of ten minutes of eight stems; drift, null test, load of a core.

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { SAMPLE_RATE } from '@/audio/units';
import { SEGMENT_SAMPLES } from '@/contract/units';
import { openSite } from '@/playwright/player/site';
import { noiseStem, writeSegments } from '@/playwright/player/stems';
import { chromiumOptions } from '../server/launch/chromium.mjs';
import { measureMemory, type PageMemory } from './support/chromium-memory';
import { driftOf, drivenShare, nullDb } from './support/player-engine';

const STEMS = 8;
const LENGTH = 600 * SAMPLE_RATE;
const SEEKS = 15;
const SEEKS_OFFLINE = 50;
const TARGETS = { memoryMB: 80, firstSoundMs: 300, seekMs: 200, nullDb: -120, share: 0.15 };

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

/** Seeks about, a third of the song further each time, so that no seek lands on what is still cached. */
async function seekAbout(page: Page, afterEach: () => Promise<void>): Promise<number[]> {
  const waits: number[] = [];
  for (let i = 1; i <= SEEKS; i++) {
    waits.push(await seekFar(page, Math.floor(((i * 0.381966) % 0.98) * LENGTH)));
    await afterEach();
  }
  return waits;
}

async function start(page: Page): Promise<void> {
  await page.evaluate(async (list) => {
    const { harness } = window;
    harness.keep = false;
    harness.load(list);
    await harness.play();
    await harness.until('playing');
  }, descriptions);
}

/** Memory while somebody seeks about and while the song just plays. */
async function watchMemory(browser: Browser, page: Page): Promise<PageMemory[]> {
  const memory: PageMemory[] = [];
  const look = async () => {
    memory.push(await measureMemory(browser));
  };
  await seekAbout(page, look);
  for (let second = 0; second < 20; second++) {
    await page.waitForTimeout(1000);
    await look();
  }
  return memory;
}

const folder = mkdtempSync(path.join(tmpdir(), 'isomix-bench-player-'));
writeSong(folder);
const site = await openSite(folder);
const browser = await chromium.launch(chromiumOptions);
try {
  const firsts: number[] = [];
  for (let i = 0; i < 5; i++) firsts.push(await firstSound(browser, site.url));
  const page = await openPage(browser, site.url);
  const empty = await measureMemory(browser);
  await start(page);
  const seeks = await seekAbout(page, async () => undefined);
  const memory = await watchMemory(browser, page);
  const mb = (bytes: number) => (bytes / 1e6).toFixed(1);
  const audio = memory.map(({ arrayBufferBytes }) => arrayBufferBytes);
  const grown = Math.max(...memory.map(({ privateBytes }) => privateBytes)) - empty.privateBytes;
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
  const { compared, wrong } = await driftOf(browser, site.url);
  console.log(
    `  drift and skew   ${wrong} of ${compared} samples wrong after ${SEEKS_OFFLINE} seeks and 10 minutes (target 0)`,
  );
  const residual = await nullDb(browser, site.url, folder);
  console.log(
    `  null             ${residual.toFixed(1)} dBFS against the render (target <= ${TARGETS.nullDb})`,
  );
  const share = await drivenShare(browser, site.url, folder, { tempo: 1, keySemitones: 0 });
  const stretched = await drivenShare(browser, site.url, folder, { tempo: 1.1, keySemitones: 1 });
  const percent = (part: number) => `${(100 * part).toFixed(1)} %`;
  console.log(
    `  16 stems driven  ${percent(share)} of one core with all meters (target <= ${percent(TARGETS.share)}), ${percent(stretched)} at another tempo and key`,
  );
  console.log(`  load average ${loadavg()[0]!.toFixed(1)} on ${cpus().length} cores`);
  const isMissed = wrong > 0 || residual > TARGETS.nullDb || share > TARGETS.share;
  if (isMissed) process.exitCode = 1;
  console.log(
    JSON.stringify({
      audioMB: Math.max(...audio) / 1e6,
      firstSoundMs: median(firsts),
      seekMs: median(seeks),
      wrong,
      residual,
      share,
    }),
  );
} finally {
  await browser.close();
  await site.close();
  rmSync(folder, { recursive: true });
}
