// Clips and automation on the lanes: two users cut, move, fade and automate; the export matches what they
// hear.
import { expect, type Page, test } from '@playwright/test';
import { downloadWav, levelOf, stemsOf } from './studio/export';
import { expectMixer } from './studio/mixer';
import { type ClipShape, residual } from './studio/null-test';
import { makePro, newAccount } from './studio/people';
import { letBenIn, openSong } from './studio/quick';
import { composedSong } from './studio/songs';

const RATE = 44_100;
const clip = (page: Page, name: string | RegExp) => page.getByRole('button', { name });
const handle = (page: Page, name: string | RegExp) => page.getByRole('slider', { name });

async function goTo(page: Page, position: string): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Position', exact: true });
  await field.fill(position);
  await field.press('Enter');
}

async function split(page: Page, stem: string, position: string): Promise<void> {
  await clip(page, new RegExp(`^${stem} clip`))
    .last()
    .focus();
  await goTo(page, position);
  await page.getByRole('button', { name: 'Split the clip' }).click();
}

async function press(page: Page, key: string, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await page.keyboard.press(key);
}

/** Pulls something sideways with the mouse, taken a little inside its corner. */
async function drag(page: Page, name: string | RegExp, dx: number): Promise<void> {
  const box = (await clip(page, name).boundingBox())!;
  const [x, y] = [box.x + Math.min(60, box.width / 2), box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y, { steps: 6 });
  await page.mouse.up();
}

/** A point at a position, so many decibels below the fader, by keyboard alone. */
async function automate(page: Page, position: string, halfDecibelsDown: number): Promise<void> {
  await goTo(page, position);
  await page.getByRole('button', { name: 'Add a point of Drums gain' }).click();
  await handle(page, /^Drums gain, point/)
    .last()
    .focus();
  await press(page, 'ArrowDown', halfDecibelsDown);
}

test('two people at the clips of a song, and its export', async ({ browser }) => {
  const account = newAccount('Ana');
  const ana = await openSong(browser, account, await composedSong());
  await makePro(account);
  await ana.reload();
  const projectId = ana.url().split('/').at(-1) as string;
  await expectMixer(ana);
  const ben = await letBenIn(ana, browser);
  await expectMixer(ben);

  // Ana cuts the vocals at 4 s, moves the second half a second later and fades it in over half a second.
  await split(ana, 'Vocals', '0:04.000');
  await clip(ana, /^Vocals clip 2 of 2/).focus();
  await press(ana, 'ArrowRight', 10);
  await handle(ana, 'Fade-in of Vocals clip 2 of 2').focus();
  await press(ana, 'ArrowRight', 5);
  await expect(clip(ben, 'Vocals clip 1 of 2, 0:00.000 to 0:04.000')).toBeVisible();
  await expect(clip(ben, /^Vocals clip 2 of 2, 0:05\.000 to 0:09\./)).toBeVisible();
  await expect(handle(ben, 'Fade-in of Vocals clip 2 of 2')).toHaveAttribute('aria-valuenow', '0.5');
  await expect(ben.getByText(/^\/ 0:09\./)).toBeVisible();

  // Ben pulls half of the bass aside with the mouse, and back, where it catches on the other half.
  await split(ben, 'Bass', '0:04.000');
  await drag(ben, /^Bass clip 2 of 2/, 90);
  await expect(clip(ana, /^Bass clip 2 of 2, 0:04\.000/)).toHaveCount(0);
  await expect(clip(ana, /^Bass clip 2 of 2/)).toBeVisible();
  await drag(ben, /^Bass clip 2 of 2/, -86);
  await expect(clip(ana, /^Bass clip 2 of 2, 0:04\.000/)).toBeVisible();
  await clip(ben, /^Bass clip 1 of 2/).focus();
  await ben.keyboard.press('Delete');
  await expect(clip(ana, /^Bass clip, 0:04\.000/)).toBeVisible();

  // Ana draws the gain of the drums: level to 2 s, then down by 12 dB until 6 s. The fader follows and is nobody's.
  await ana.getByRole('button', { name: 'Gain automation of Drums' }).click();
  await automate(ana, '0:02.000', 0);
  await automate(ana, '0:06.000', 24);
  await expect(handle(ana, 'Drums volume')).toHaveAttribute('aria-disabled', 'true');
  await expect(handle(ana, 'Drums volume')).toHaveAttribute('aria-description', /^Automated: /);
  await expect(handle(ben, 'Drums volume')).toHaveAttribute('aria-disabled', 'true');
  await goTo(ben, '0:07.000');
  await expect(handle(ben, 'Drums volume')).toHaveAttribute('aria-valuenow', '-12');

  // Each undo takes back one whole gesture, of one's own.
  await clip(ana, /^Vocals clip 1 of 2/).focus();
  await ana.keyboard.press('d');
  await expect(clip(ben, /^Vocals clip 3 of 3/)).toBeVisible();
  await ana.keyboard.press('Control+z');
  await expect(clip(ben, /^Vocals clip 3 of 3/)).toHaveCount(0);
  await expect(clip(ben, /^Bass clip, 0:04\.000/)).toBeVisible();

  // As a viewer Ben sees the clips and cannot take them.
  await ana.getByRole('button', { name: 'Invite' }).click();
  await ana.getByLabel('Role of Ben').selectOption('viewer');
  await ana.getByRole('button', { name: 'Close' }).click();
  await expect(handle(ben, /^Start of Vocals clip/)).toHaveCount(0);
  await expect(clip(ben, /^Vocals clip 2 of 2/)).toBeVisible();

  const exported = await downloadWav(ana);
  const stems = await stemsOf(ana.request, projectId);
  const whole = Math.round((stems[0]?.duration_s ?? 0) * RATE);
  const clips: Readonly<Record<string, readonly ClipShape[]>> = {
    vocals: [
      { start: 0, sourceStart: 0, length: 4 * RATE, fadeIn: 0 },
      { start: 5 * RATE, sourceStart: 4 * RATE, length: whole - 4 * RATE, fadeIn: RATE / 2 },
    ],
    bass: [{ start: 4 * RATE, sourceStart: 4 * RATE, length: whole - 4 * RATE, fadeIn: 0 }],
  };
  const fall = (frame: number) => 10 ** ((-12 * Math.min(1, Math.max(0, (frame / RATE - 2) / 4))) / 20);
  const parts = await Promise.all(
    stems.map(async (stem) => ({
      bytes: await (await ana.request.get(stem.url)).body(),
      gain: (frame: number) => (stem.name === 'drums' ? fall(frame) : 1) * levelOf(stem),
      ...(clips[stem.name] && { clips: clips[stem.name] }),
    })),
  );
  const { db, frames } = await residual(exported, parts);
  console.log(`The export nulls against its clips at ${db.toFixed(1)} dBFS over ${frames} frames.`);
  expect(frames).toBe(whole + RATE);
  expect(db).toBeLessThan(-120);
  await ana.context().close();
  await ben.context().close();
});
