// The way of a song through the studio: upload, separation, two people at one mixer, export.
import { type Browser, expect, type Page, test } from '@playwright/test';
import { downloadWav, levelOf, stemsOf } from './studio/export';
import { quantile, timeFaderMoves } from './studio/fader-moves';
import { dropSong, expectMixer, invite, volume } from './studio/mixer';
import { residual } from './studio/null-test';
import { makePro, newAccount, signUp } from './studio/people';
import { openSong } from './studio/quick';
import { composedSong, realSong } from './studio/songs';

const decibels = (page: Page, strip: string) => page.getByLabel(`${strip} volume in decibels`);
const saved = (page: Page) => page.getByRole('status', { name: 'Connection' });

async function setDecibels(page: Page, strip: string, db: string): Promise<void> {
  await decibels(page, strip).fill(db);
  await decibels(page, strip).press('Enter');
}

/** Exports the mix and compares it with the sum of its stems; `gains` of those that are not as they were. */
async function expectNull(page: Page, projectId: string, gains: Record<string, number>): Promise<void> {
  const exported = await downloadWav(page);
  const stems = await stemsOf(page.request, projectId);
  const parts = await Promise.all(
    stems.map(async (stem) => ({
      bytes: await (await page.request.get(stem.url)).body(),
      gain: (gains[stem.name] ?? 1) * levelOf(stem),
    })),
  );
  const { db, frames, longestFrames } = await residual(exported, parts);
  console.log(`The export nulls against its stems at ${db.toFixed(1)} dBFS over ${frames} frames.`);
  expect(frames).toBe(longestFrames);
  expect(db).toBeLessThan(-90);
}

async function walkThrough(browser: Browser, song: string): Promise<void> {
  const account = newAccount('Ana');
  const ana = await (await browser.newContext()).newPage();
  await ana.goto('/sign-up');
  await signUp(ana, account);
  await makePro(account);
  const projectId = await dropSong(ana, song);
  await expectMixer(ana);

  const ben = await invite(ana, browser);
  await expectMixer(ben);
  await expect(ana.getByRole('list', { name: 'People here now' })).toContainText('Ben');
  await expect(ben.getByRole('list', { name: 'People here now' })).toContainText('Ana');

  await setDecibels(ana, 'Vocals', '-6');
  await expect(volume(ben, 'Vocals')).toHaveAttribute('aria-valuenow', '-6');
  await ben.getByRole('button', { name: 'Mute Bass' }).click();
  await expect(ana.getByRole('button', { name: 'Mute Bass' })).toHaveAttribute('aria-pressed', 'true');
  const times = await timeFaderMoves(ana, ben, 20);
  console.log(
    `Fader moves between two browsers: median ${quantile(times, 0.5)} ms, p95 ${quantile(times, 0.95)} ms.`,
  );

  // Each takes back only what they did themselves.
  await setDecibels(ben, 'Drums', '3');
  await expect(volume(ana, 'Drums')).toHaveAttribute('aria-valuenow', '3');
  await ben.getByRole('button', { name: 'Undo' }).click();
  await expect(volume(ana, 'Drums')).toHaveAttribute('aria-valuenow', '0');
  await expect(volume(ana, 'Vocals')).toHaveAttribute('aria-valuenow', '-6');
  await setDecibels(ana, 'Other', '0');

  // What was acknowledged survives a reload.
  await expect(saved(ana)).toContainText('Saved');
  await ana.reload();
  await expect(volume(ana, 'Vocals')).toHaveAttribute('aria-valuenow', '-6');
  await expect(ana.getByRole('button', { name: 'Mute Bass' })).toHaveAttribute('aria-pressed', 'true');

  await ana.getByRole('button', { name: 'Play' }).click();
  await expect(ana.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(ana.getByRole('textbox', { name: 'Position', exact: true })).not.toHaveValue('0:00.000');
  await ana.getByRole('button', { name: 'Pause' }).click();

  await expectNull(ana, projectId, { vocals: 10 ** (-6 / 20), bass: 0 });
  await ana.context().close();
  await ben.context().close();
}

test('a composed song: stems, two people, export', async ({ browser }) => {
  await walkThrough(browser, await composedSong());
});

test('a real song: its stems add up to its export', async ({ browser }) => {
  const song = await realSong();
  test.skip(song === null, 'The real songs are not at hand: the composed one stands for them.');
  const account = newAccount('Ana');
  const page = await openSong(browser, account, song as string);
  await makePro(account);
  await page.reload();
  await expectMixer(page);
  await setDecibels(page, 'Vocals', '-6');
  await expect(saved(page)).toContainText('Saved');
  await expectNull(page, page.url().split('/').at(-1) as string, { vocals: 10 ** (-6 / 20) });
  await page.context().close();
});

test('a file that is not music is refused with a message, and the next one is taken', async ({ browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto('/sign-up');
  await signUp(page, newAccount('Carla'));
  const fake = {
    name: 'song.mp3',
    mimeType: 'audio/mpeg',
    buffer: Buffer.from('This is a text.\n'.repeat(50)),
  };
  await page.getByLabel('Song file').setInputFiles(fake);
  await expect(page.getByRole('region', { name: 'Add a song' }).getByRole('alert')).toBeVisible();
  await dropSong(page, await composedSong());
  await expectMixer(page);
  await page.getByRole('button', { name: 'Export' }).click();
  await expect(page.getByRole('radio', { name: 'WAV. Part of Pro' })).toBeDisabled();
  await expect(page.getByRole('radio', { name: 'MP3' })).toBeEnabled();
  await page.context().close();
});
