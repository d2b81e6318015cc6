// The steps that lead two people to one mixer.
import { type Browser, expect, type Page } from '@playwright/test';
import { newAccount, signUp } from './people';

const STEMS = ['Vocals', 'Drums', 'Bass', 'Other'];

export const volume = (page: Page, strip: string) => page.getByRole('slider', { name: `${strip} volume` });

/** Uploads a song on the page of projects; resolves with the id of its new project. */
export async function dropSong(page: Page, song: string): Promise<string> {
  await page.getByLabel('Song file').setInputFiles(song);
  await page.waitForURL(/\/projects\//);
  return page.url().split('/').at(-1) as string;
}

/** Waits for the strips: for a song that nobody has separated yet, that takes its separation. */
export async function expectMixer(page: Page): Promise<void> {
  for (const stem of STEMS) await expect(volume(page, stem)).toBeVisible({ timeout: 240_000 });
}

/** Ana makes a link in the dialog; Ben, who has no account yet, follows it. */
export async function invite(ana: Page, browser: Browser): Promise<Page> {
  await ana.getByRole('button', { name: 'Invite' }).click();
  await ana.getByRole('button', { name: 'Create link' }).click();
  const link = await ana.getByLabel('Invitation link').inputValue();
  await ana.getByRole('button', { name: 'Close' }).click();
  const ben = await (await browser.newContext()).newPage();
  await ben.goto(link);
  await ben.getByRole('link', { name: 'Sign up to join' }).click();
  await signUp(ben, newAccount('Ben'));
  await ben.getByRole('button', { name: 'Accept invitation' }).click();
  await ben.waitForURL(/\/projects\//);
  return ben;
}
