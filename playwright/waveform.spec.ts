// The waveform in real Chromium: drawn from peaks alone, crisp, in the colour of its surroundings, under hand and keys.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { openSite, type Site } from './player/site';

const folder = mkdtempSync(path.join(tmpdir(), 'isomix-waveform-'));
let site: Site;

test.beforeAll(async () => {
  site = await openSite(folder);
});

test.afterAll(async () => {
  await site.close();
  rmSync(folder, { recursive: true });
});

test.use({ deviceScaleFactor: 2, viewport: { width: 1000, height: 200 }, colorScheme: 'light' });

const RATE = 44_100;

async function open(page: Page, query = ''): Promise<string[]> {
  const requests: string[] = [];
  page.on('request', (request) => requests.push(new URL(request.url()).pathname));
  await page.goto(`${site.url}lane${query}`);
  await expect.poll(() => canvases(page).then((all) => all.length)).toBeGreaterThan(0);
  return requests;
}

/** Every canvas of the drawing: its pixels per CSS pixel, and the colour at the middle of its inked part. */
function canvases(page: Page) {
  return page.evaluate(() => {
    const host = [...document.querySelectorAll('div')].find((element) => element.shadowRoot !== null);
    const all = [...(host?.shadowRoot?.querySelectorAll('canvas') ?? [])];
    return all.map((canvas) => {
      const context = canvas.getContext('2d');
      const middle = context?.getImageData(canvas.width / 4, canvas.height / 2, 1, 1).data;
      return { density: canvas.width / canvas.clientWidth, ink: [...(middle ?? [])] };
    });
  });
}

/** How much of the height is inked at a share of the width. */
function inkedHeight(page: Page, along: number): Promise<number> {
  return page.evaluate((share) => {
    const host = [...document.querySelectorAll('div')].find((element) => element.shadowRoot !== null);
    const canvas = host?.shadowRoot?.querySelector('canvas');
    const context = canvas?.getContext('2d');
    if (!canvas || !context) return 0;
    const { data } = context.getImageData(Math.round(canvas.width * share), 0, 1, canvas.height);
    const inked = data.filter((value, i) => i % 4 === 3 && value > 100);
    return inked.length / canvas.height;
  }, along);
}

test('draws to the scale it is given, and the stretch of the stem it is given', async ({ page }) => {
  // The stem is loudest, at half of full scale, at points 471, 1414 and 2356 of 4307, and silent between them.
  await open(page);
  expect(await inkedHeight(page, 1414 / 4307)).toBeCloseTo(0.5, 1);
  await open(page, '?scale=0.5');
  expect(await inkedHeight(page, 1414 / 4307)).toBeGreaterThan(0.95);
  await open(page, `?scale=0.5&from=${942 * 1024}`);
  expect(await inkedHeight(page, (1414 - 942) / (4307 - 942))).toBeGreaterThan(0.95);
  expect(await inkedHeight(page, (1885 - 942) / (4307 - 942))).toBeLessThan(0.1);
});

test('draws at the density of the screen, without fetching or playing anything', async ({ page }) => {
  const requests = await open(page);
  for (const { density } of await canvases(page)) expect(density).toBeCloseTo(2, 1);
  expect(requests.filter((name) => /flac|mp3|wav|peaks/.test(name))).toEqual([]);
  const sources = await page.evaluate(() =>
    [...document.querySelectorAll('audio')].map((audio) => audio.src),
  );
  expect(sources.filter((source) => source !== '')).toEqual([]);
});

test('takes its colour from the page, and follows it from light to dark', async ({ page }) => {
  await open(page);
  const light = await canvases(page);
  expect(light[0]!.ink[0]).toBeGreaterThan(150);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(async () => (await canvases(page))[0]!.ink[2]).toBeGreaterThan(120);
  expect((await canvases(page))[0]!.ink[0]).toBeLessThan(100);
});

test('draws what has been played stronger than what is still to come', async ({ page }) => {
  await open(page);
  const [ahead, heard] = await canvases(page);
  expect(heard!.ink[1]).toBeLessThan(ahead!.ink[1]!);
  const part = page.locator('[part="progress"]');
  await page.getByRole('slider').click({ position: { x: 400, y: 40 } });
  await expect.poll(async () => (await part.boundingBox())?.width).toBeCloseTo(400, 0);
});

test('seeks by click and keys, loops by drag, and drops a drag on Escape', async ({ page }) => {
  await open(page);
  const lane = page.getByRole('slider', { name: 'Drums: playback position' });
  await lane.click({ position: { x: 250, y: 40 } });
  await expect(lane).toHaveAttribute('aria-valuetext', '0:25 of 1:40');
  await lane.press('ArrowRight');
  await lane.press('Shift+ArrowLeft');
  await lane.press('End');
  await page.mouse.move(700, 40);
  await page.mouse.down();
  await page.mouse.move(500, 40, { steps: 4 });
  await page.mouse.up();
  await page.mouse.move(100, 40);
  await page.mouse.down();
  await page.mouse.move(200, 40);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const calls = await page.evaluate(() => window.lane);
  expect(calls.seeks).toEqual([25 * RATE, 26 * RATE, 16 * RATE, 100 * RATE]);
  expect(calls.loops).toEqual([{ start: 50 * RATE, end: 70 * RATE }]);
});
