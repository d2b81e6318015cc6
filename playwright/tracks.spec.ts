// A session without a song: a band's own files become tracks, which two people rename, move, copy, remove and export.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, test } from '@playwright/test';
import { downloadWav } from './studio/export';
import { residual } from './studio/null-test';
import { enter, makePro, newAccount, OWN_PAGE } from './studio/people';
import { letBenIn } from './studio/quick';

const run = promisify(execFile);
const NAMES = ['Bass DI', 'Guitar', 'Keys', 'Overheads', 'Snare', 'Voice'];

/** A recording of the band: a tone of its own pitch, 24 bits, 44.1 kHz, of its own length. */
async function recording(folder: string, name: string, index: number): Promise<string> {
  const file = path.join(folder, `${name}.wav`);
  const tone = `sine=frequency=${110 * (index + 1)}:sample_rate=44100:duration=${4 + index / 2}`;
  const level = 'volume=0.8,aformat=channel_layouts=stereo';
  await run('ffmpeg', [
    '-v',
    'error',
    '-y',
    '-f',
    'lavfi',
    '-i',
    tone,
    '-af',
    level,
    '-c:a',
    'pcm_s24le',
    file,
  ]);
  return file;
}

const strips = (page: Page) => page.getByRole('group', { name: / strip$/ });
const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true });
const names = async (page: Page): Promise<string[]> =>
  (await page.getByRole('list').getByRole('heading', { level: 2 }).allTextContents()).filter(Boolean);

async function choose(page: Page, track: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `${track} track menu` }).click();
  await page.getByRole('menuitem', { name: item }).click();
}

test('a band brings six files, arranges its tracks together and exports their sum', async ({
  browser,
}, testInfo) => {
  const account = newAccount('Ana');
  const context = await browser.newContext();
  await enter(context, account);
  const made = await context.request.post('/api/v1/projects', {
    data: { name: 'Rehearsal' },
    headers: OWN_PAGE,
  });
  const { id } = (await made.json()) as { id: string };
  await makePro(account);
  const ana = await context.newPage();
  await ana.goto(`/projects/${id}`);
  const files = await Promise.all(NAMES.map((name, index) => recording(testInfo.outputPath(), name, index)));
  await ana.getByLabel('Files to import as tracks').setInputFiles(files);
  const ben = await letBenIn(ana, browser);
  for (const page of [ana, ben]) await expect(strips(page)).toHaveCount(NAMES.length, { timeout: 60_000 });
  await expect(ana.getByRole('list', { name: 'Imports' })).toHaveCount(0);

  await test.step('rename, colour, move, duplicate and remove', async () => {
    await choose(ana, 'Guitar', 'Rename');
    await ana.getByLabel('Name of Guitar').fill('Guitar left');
    await ana.getByLabel('Name of Guitar').press('Enter');
    await expect(heading(ben, 'Guitar left')).toBeVisible();
    await ben.getByRole('button', { name: 'Snare track menu' }).click();
    await ben.getByRole('menuitemradio', { name: 'Green' }).click();
    await choose(ben, 'Keys', 'Remove');
    await expect(strips(ana)).toHaveCount(5);
    await choose(ana, 'Guitar left', 'Duplicate');
    await expect(heading(ben, 'Guitar left copy')).toBeVisible();
    const before = await names(ben);
    const grip = ben.getByRole('button', { name: `Move ${before[0]}; arrow keys` });
    await grip.focus();
    await ben.keyboard.press('ArrowDown');
    await expect(grip).toBeFocused();
    await expect.poll(() => names(ana)).toEqual([before[1], before[0], ...before.slice(2)]);
  });

  await test.step('undo is each person’s own', async () => {
    await ben.keyboard.press('Control+z');
    await ben.keyboard.press('Control+z');
    await expect(heading(ana, 'Keys')).toBeVisible();
    await expect(heading(ana, 'Guitar left copy')).toBeVisible();
    await choose(ben, 'Keys', 'Remove');
    await expect(heading(ana, 'Keys')).toHaveCount(0);
  });

  await test.step('tracks go through a group, by menu and by hand', async () => {
    await choose(ana, 'Snare', 'Make a group');
    await choose(ben, 'Overheads', 'Move to Group 1');
    await expect
      .poll(async () => (await names(ana)).slice(-4))
      .toEqual(['Group 1', 'Snare', 'Overheads', 'Voice']);
    const row = (page: Page, name: string) => page.getByRole('listitem').filter({ has: heading(page, name) });
    await ana.getByRole('button', { name: 'Mute Group 1' }).click();
    await expect(row(ben, 'Snare')).toHaveAttribute('data-audible', 'false');
    await ana.getByRole('button', { name: 'Mute Group 1' }).click();
    await expect(row(ben, 'Snare')).toHaveAttribute('data-audible', 'true');
    const grip = ana.getByRole('button', { name: 'Move Voice; arrow keys' });
    await grip.hover();
    await ana.mouse.down();
    const target = await row(ana, 'Overheads').boundingBox();
    await ana.mouse.move(10, (target?.y ?? 0) + 10, { steps: 5 });
    await ana.mouse.up();
    await expect.poll(async () => (await names(ben)).slice(-3)).toEqual(['Snare', 'Voice', 'Overheads']);
    await ana.getByRole('button', { name: 'Tracks of Group 1' }).click();
    await expect(heading(ana, 'Snare')).toHaveCount(0);
    await expect(heading(ben, 'Snare')).toBeVisible();
    await ana.getByRole('button', { name: 'Tracks of Group 1' }).click();
  });

  await test.step('the export is the sum of what is there', async () => {
    const parts = await Promise.all(
      files.map(async (file, index) => ({
        bytes: await readFile(file),
        gain: NAMES[index] === 'Keys' ? 0 : NAMES[index] === 'Guitar' ? 2 : 1,
      })),
    );
    await choose(ana, 'Voice', 'Duplicate');
    await ana.getByRole('button', { name: 'Mute Voice copy' }).click();
    const exported = await downloadWav(ana);
    const difference = await residual(exported, parts);
    expect(difference.db).toBeLessThan(-90);
  });

  await test.step('an empty track is added, and a file that is none is refused', async () => {
    await ana.getByRole('button', { name: 'Add a track' }).click();
    await expect(heading(ben, 'Track 8')).toBeVisible();
    const noise = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('no music here') };
    await ana.getByLabel('Files to import as tracks').setInputFiles([noise]);
    await expect(ana.getByText(/^notes\.txt: /)).toBeVisible();
  });
});
