// What comes out of a project: its mix as a WAV file, and the stems that its API lists.
import { readFile } from 'node:fs/promises';
import { type APIRequestContext, expect, type Page } from '@playwright/test';

/** Exports the mix as 24-bit WAV by the dialog; resolves with the bytes of the file. */
export async function downloadWav(page: Page): Promise<Buffer> {
  await page.getByRole('button', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'WAV' }).check();
  await page.getByLabel('Bit depth').selectOption('24');
  await page.getByRole('button', { name: 'Export mix' }).click();
  await expect(page.getByRole('button', { name: /^Download WAV/ })).toBeInViewport({ timeout: 60_000 });
  const download = page.waitForEvent('download', { timeout: 60_000 });
  await page.getByRole('button', { name: /^Download WAV/ }).click({ timeout: 60_000 });
  const file = await (await download).path();
  await page.getByRole('button', { name: 'Close' }).click();
  return readFile(file);
}

interface StatusStem {
  readonly name: string;
  readonly url: string;
  readonly duration_s: number;
  /** How much louder the stem is than the file at `url`. */
  readonly gain_db: number;
}

/** The stems of a project that is ready. */
export async function stemsOf(request: APIRequestContext, projectId: string): Promise<StatusStem[]> {
  const status = await (await request.get(`/api/v1/projects/${projectId}/status`)).json();
  expect(status.status).toBe('ready');
  return status.stems;
}

/** What the samples of a stem's file are multiplied with to be the stem. */
export const levelOf = ({ gain_db }: StatusStem): number => 10 ** (gain_db / 20);
