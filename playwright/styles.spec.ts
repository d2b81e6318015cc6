// Style sounds: a recording in the library, and a stem played with a sound for two users.
import { expect, type Page, test } from '@playwright/test';
import { enter, newAccount } from './studio/people';
import { letBenIn, openSong } from './studio/quick';
import { composedSong } from './studio/songs';

const soundOf = (page: Page, stem: string) =>
  page.getByRole('button', { name: new RegExp(`^Sound of ${stem}: `) });
const strip = (page: Page, stem: string) => page.getByRole('group', { name: `${stem} strip` });

async function choose(page: Page, stem: string, sound: string): Promise<void> {
  await soundOf(page, stem).click();
  // The starter sounds are made at the first start, perhaps right now.
  await expect(page.getByRole('radio', { name: sound })).toBeEnabled({ timeout: 90_000 });
  await page.getByRole('radio', { name: sound }).check();
  await page.getByRole('button', { name: 'Close' }).click();
}

/** Where a browser fetches the audio of stems from that are played with a sound. */
async function stylesOf(page: Page): Promise<string[]> {
  const id = page.url().split('/').at(-1) as string;
  const { sources } = await (await page.request.get(`/api/v1/projects/${id}/media`)).json();
  const ids: string[] = sources.map(({ source_id }: { source_id: string }) => source_id);
  return ids.filter((each) => each.startsWith('sty-'));
}

test('a recording becomes grains that can be seen and played', async ({ browser }) => {
  const context = await browser.newContext();
  await enter(context, newAccount('Ana'));
  const ana = await context.newPage();
  await ana.goto('/library');
  const sounds = ana.getByRole('list', { name: 'Style sounds' });
  await expect(sounds.getByText('Glass bells')).toBeVisible();
  await ana.getByLabel('Style sound file').setInputFiles(await composedSong());
  const row = sounds.getByRole('listitem').filter({ hasText: 'Composed song' });
  await expect(row).toContainText(/\d+ grains, 8\.\d s/, { timeout: 90_000 });
  await row.getByRole('button', { name: 'Composed song', exact: true }).click();
  const grain = ana.waitForResponse((response) => response.url().endsWith('.wav'));
  await row.getByRole('slider', { name: 'Grains of Composed song' }).press('ArrowRight');
  expect((await grain).headers()['content-type']).toBe('audio/wav');
  await expect(row.getByRole('figure')).toContainText(/brightness \d/);
  await expect(row.getByRole('alert')).toHaveCount(0);
  await row.getByRole('button', { name: 'Delete Composed song' }).click();
  await ana.getByRole('button', { name: 'Delete sound' }).click();
  await expect(row).toHaveCount(0);
  await ana.context().close();
});

test('a stem is played with a sound, for every user', async ({ browser }) => {
  const ana = await openSong(browser, newAccount('Ana'), await composedSong());
  await expect(soundOf(ana, 'Drums')).toBeVisible({ timeout: 120_000 });
  const ben = await letBenIn(ana, browser);
  await expect(soundOf(ben, 'Drums')).toHaveAccessibleName('Sound of Drums: as it is');
  expect(await stylesOf(ben)).toEqual([]);

  await choose(ana, 'Drums', 'Vinyl drum kit');
  for (const page of [ana, ben]) {
    await expect(soundOf(page, 'Drums')).toHaveAccessibleName('Sound of Drums: Vinyl drum kit');
    await expect(strip(page, 'Drums')).toContainText('Drums: Playing for everybody', { timeout: 90_000 });
  }
  const [styled = ''] = await stylesOf(ben);
  expect(styled).toMatch(/^sty-/);
  const segment = ben.waitForResponse((response) => response.url().includes('/drums/0.flac'));
  await ben.reload();
  expect((await segment).status()).toBe(200);
  await ben.getByRole('button', { name: 'Play' }).click();
  await expect(ben.getByRole('textbox', { name: 'Position', exact: true })).not.toHaveValue('0:00.000');
  await ben.getByRole('button', { name: 'Pause' }).click();

  // The other one changes it: only now is anything rendered again.
  await soundOf(ben, 'Drums').click();
  await ben.getByRole('slider', { name: 'Amount' }).fill('0.5');
  await ben.getByRole('slider', { name: 'Amount' }).press('ArrowLeft');
  await ben.getByRole('button', { name: 'Close' }).click();
  await expect.poll(async () => (await stylesOf(ana))[0], { timeout: 60_000 }).not.toBe(styled);
  await expect(strip(ana, 'Drums')).toContainText('Drums: Playing for everybody', { timeout: 60_000 });

  await choose(ana, 'Drums', 'As it is');
  for (const page of [ana, ben]) {
    await expect(soundOf(page, 'Drums')).toHaveAccessibleName('Sound of Drums: as it is');
  }
  await expect.poll(() => stylesOf(ben)).toEqual([]);
  await ana.getByRole('button', { name: 'Undo' }).click();
  await expect(strip(ben, 'Drums')).toContainText('Drums: Playing for everybody', { timeout: 60_000 });
  await ana.context().close();
  await ben.context().close();
});
