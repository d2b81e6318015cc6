// A DJ set by two people: one list, moved by both at once, rendered before both, played, reported and downloaded.
import { readFile } from 'node:fs/promises';
import { expect, type Page, test } from '@playwright/test';
import { enter, newAccount } from './studio/people';
import { letBenIn } from './studio/quick';
import { danceTrack } from './studio/songs';

const TRACKS = [
  ['Early light', 120],
  ['Warehouse', 122],
  ['Last train', 124],
] as const;

const tracklist = (page: Page) => page.getByRole('list', { name: 'Tracklist' });
const rows = (page: Page) => tracklist(page).getByRole('listitem');
const handle = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^Move ${name}`) });

async function order(page: Page): Promise<string[]> {
  // The names of the handles: a row names its partner too.
  const handles = tracklist(page).getByRole('button', { name: /^Move / });
  const labels = await handles.evaluateAll((all) => all.map((each) => each.getAttribute('aria-label') ?? ''));
  return labels.map((label) => TRACKS.find(([name]) => label.startsWith(`Move ${name},`))?.[0] ?? '?');
}

/** Whether both see the same list right now. */
const agree = async (ana: Page, ben: Page): Promise<boolean> =>
  (await order(ana)).join() === (await order(ben)).join();

/**
 * Drags a row by its handle to just above the first one. Where that is, the list says: the row that is first may be
 * moved by the other between being found and being measured.
 */
async function dragToTop(page: Page, name: string): Promise<void> {
  const top = await tracklist(page).boundingBox();
  await handle(page, name).hover();
  await page.mouse.down();
  await page.mouse.move((top?.x ?? 0) + 20, (top?.y ?? 0) + 4, { steps: 5 });
  await page.mouse.up();
}

test('two people make a set together', async ({ browser }) => {
  test.setTimeout(360_000);
  const context = await browser.newContext();
  await enter(context, newAccount('Ana'));
  const ana = await context.newPage();
  await ana.goto('/');
  await ana.getByRole('button', { name: 'New DJ set' }).click();
  await ana.waitForURL(/\/automix$/);
  const files = await Promise.all(TRACKS.map(([name, bpm]) => danceTrack(name, bpm)));
  await ana.getByLabel('Track files').setInputFiles(files);
  await expect(rows(ana)).toHaveCount(3);
  const ben = await letBenIn(ana, browser, '/automix');
  await expect(rows(ben)).toHaveCount(3);

  for (const page of [ana, ben]) {
    for (const [name, bpm] of TRACKS) {
      await expect(rows(page).filter({ hasText: name })).toContainText(`${bpm} BPM`, { timeout: 120_000 });
    }
  }

  // Both at once: one with the hand, one with a key. Nobody's track is lost or there twice.
  await Promise.all([dragToTop(ana, 'Last train'), handle(ben, 'Early light').press('ArrowDown')]);
  await expect.poll(async () => (await order(ben))[0]).toBe('Last train');
  await expect.poll(() => agree(ana, ben)).toBe(true);
  await expect.poll(() => order(ana)).toHaveLength(3);
  expect((await order(ana)).toSorted()).toEqual(TRACKS.map(([name]) => name).toSorted());

  // Tracks that are kept together move as one, by key and by hand.
  const [, second, third] = await order(ana);
  if (!second || !third) throw new Error('There are not three tracks.');
  await ana.getByRole('button', { name: `Keep ${second} and ${third} together` }).click();
  await expect(rows(ben).filter({ hasText: `then ${third}` })).toHaveCount(1);
  await handle(ben, third).press('ArrowUp');
  await expect.poll(async () => (await order(ana)).slice(0, 2).join()).toBe([second, third].join());
  await dragToTop(ana, (await order(ana))[2] as string);
  await expect.poll(async () => (await order(ben)).slice(1).join()).toBe([second, third].join());
  await ana.getByRole('button', { name: `Keep ${second} and ${third} together` }).click();
  await expect(rows(ben).filter({ hasText: `then ${third}` })).toHaveCount(0);

  await ana.getByLabel('Order').selectOption({ label: 'As listed' });
  await expect(ben.getByLabel('Order')).toHaveValue('keep');
  await expect.poll(() => agree(ana, ben)).toBe(true);
  const played = await order(ana);
  await ana.getByRole('button', { name: 'Render set' }).click();
  for (const page of [ana, ben])
    await expect(page.getByRole('progressbar', { name: 'The set' })).toBeVisible();
  await expect(ben.getByText(/Rendering segment \d of 3|Joining and mastering/)).toBeVisible({
    timeout: 120_000,
  });
  for (const page of [ana, ben]) {
    await expect(page.getByRole('button', { name: 'Play the set' })).toBeVisible({ timeout: 180_000 });
    await expect(page.getByRole('table', { name: /^Transitions/ }).getByRole('row')).toHaveCount(3);
  }

  // The set options follow the page as it scrolls, beside the result and never over it.
  await ana.mouse.wheel(0, 300);
  const constraints = await ana.getByRole('group', { name: 'How the set is mixed' }).boundingBox();
  const report = await ana.getByRole('table', { name: /^Transitions/ }).boundingBox();
  if (!constraints || !report) throw new Error('The result is not on the page.');
  expect(report.x + report.width <= constraints.x || report.y >= constraints.y + constraints.height).toBe(
    true,
  );

  await ben.getByRole('button', { name: 'Play the set' }).click();
  const position = ben.getByRole('slider', { name: 'Position in the set' });
  await expect.poll(async () => Number(await position.getAttribute('aria-valuenow'))).toBeGreaterThan(0);
  await position.press('End');
  await expect(ben.getByText(played[2] as string).first()).toBeVisible();

  const download = ana.waitForEvent('download');
  await ana.getByRole('link', { name: /^Set \(MP3/ }).click();
  const set = await download;
  expect(set.suggestedFilename()).toMatch(/^DJ set, .+\.mp3$/);
  expect((await readFile(await set.path())).byteLength).toBeGreaterThan(100_000);
  const lineDownload = ana.waitForEvent('download');
  await ana.getByRole('link', { name: 'Tracklist' }).click();
  const lines = (await readFile(await (await lineDownload).path(), 'utf8')).trim().split('\n');
  expect(lines.map((line) => line.replace(/^\S+ /, ''))).toEqual(played);
  for (const page of [ana, ben]) await page.context().close();
});
