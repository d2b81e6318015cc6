// The worklet in Chromium against the render, against time, and against one core.

import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';
import { MixEngine } from '@/audio/mix/engine';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { SAMPLE_RATE } from '@/audio/units';
import { DEFAULT_MIX, DEFAULT_STRIP, type MixState } from '@/document/schema';
import { stereoOf } from '@/playwright/player/base64';
import { COMPRESSOR, EQ, FULL_MIX } from '@/playwright/player/mixes';
import { renderByWorker, residualDb } from '@/playwright/player/rendered';
import { type GeneratedStem, noteStem, writeSegments } from '@/playwright/player/stems';

const LENGTH = 8 * SAMPLE_RATE;
const TAIL = SAMPLE_RATE;
const DRIVEN_STEMS = 16;
const DRIVEN_SECONDS = 20;
/** Played over and over by nobody: one stem's audio under sixteen names. */
const DRIVEN_LENGTH = DRIVEN_SECONDS * SAMPLE_RATE;

const processesSchema = z.object({
  processInfo: z.array(z.object({ type: z.string(), cpuTime: z.number() })),
});

/** Processor seconds that all pages of `browser` have used. */
async function pageSeconds(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  try {
    const { processInfo } = processesSchema.parse(await session.send('SystemInfo.getProcessInfo'));
    return processInfo
      .filter(({ type }) => type === 'renderer')
      .reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  } finally {
    await session.detach();
  }
}

async function openOffline(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${url}offline`);
  await page.waitForFunction(() => 'playOffline' in window);
  return page;
}

/** The loudest difference between a mix of every feature as it is played and as the worker renders it, in dBFS. */
export async function nullDb(browser: Browser, url: string, folder: string): Promise<number> {
  const stems = ['a', 'b', 'c', 'd', 'e'].map((id, i) => noteStem(id, i + 1, LENGTH, i % 2));
  for (const stem of stems) writeSegments(folder, stem);
  const described = stems.map(({ description }) => description);
  const engine = new MixEngine({ stemCount: stems.length, blockSize: 128 });
  engine.setGraph(
    graphOfMix(
      FULL_MIX,
      described.map(({ id }) => id),
    ),
  );
  const frames = LENGTH + TAIL + engine.latency;
  const page = await openOffline(browser, url);
  const run = { stems: described, mix: FULL_MIX, frames, rate: SAMPLE_RATE };
  const [left, right] = stereoOf(await page.evaluate((asked) => window.playOffline(asked), run));
  await page.close();
  const played = [left.subarray(engine.latency), right.subarray(engine.latency)] as const;
  return residualDb(played, await renderByWorker(folder, stems, FULL_MIX, TAIL));
}

/** How many of the samples of ten minutes after fifty seeks are not what they should be. */
export async function driftOf(browser: Browser, url: string) {
  const page = await openOffline(browser, url);
  const run = { stems: 8, seeks: 50, seconds: 600 };
  const result = await page.evaluate((asked) => window.seekAndPlay(asked), run);
  await page.close();
  return result;
}

function drivenMix(ids: readonly string[], song: Pick<MixState, 'tempo' | 'keySemitones'>): MixState {
  const strip = { ...DEFAULT_STRIP, gainDb: -12, pan: 0.2, eq: EQ, compressor: COMPRESSOR };
  return { ...DEFAULT_MIX, ...song, strips: Object.fromEntries(ids.map((id) => [id, strip])) };
}

/**
 * Processor time of one core that sixteen stems with equaliser and compressor need, with all meters, as a share of
 * real time: the page's whole process, less the same run over one block.
 */
export async function drivenShare(
  browser: Browser,
  url: string,
  folder: string,
  song: Pick<MixState, 'tempo' | 'keySemitones'>,
): Promise<number> {
  const ids = Array.from({ length: DRIVEN_STEMS }, (_, i) => `driven${i}`);
  const stems: GeneratedStem[] = ids.map((id) => noteStem(id, 3, DRIVEN_LENGTH));
  for (const stem of stems) writeSegments(folder, stem);
  const page = await openOffline(browser, url);
  const secondsFor = async (frames: number) => {
    const before = await pageSeconds(browser);
    const run = {
      stems: stems.map(({ description }) => description),
      frames,
      rate: SAMPLE_RATE,
      mix: drivenMix(ids, song),
    };
    await page.evaluate(async (asked) => (await window.playOffline(asked)).length, run);
    return (await pageSeconds(browser)) - before;
  };
  // The first run also compiles; what both runs have in common is fetching and decoding.
  await secondsFor(128);
  const idle = await secondsFor(128);
  const busy = await secondsFor(DRIVEN_LENGTH);
  await page.close();
  return (busy - idle) / DRIVEN_SECONDS;
}
