// A song that can be played while it is still being separated: the first sound, the wait, the end of the
// separation.
import { expect, test } from '@playwright/test';
import { firstSound, listen } from './studio/first-sound';
import { dropSong, expectMixer } from './studio/mixer';
import { enter, newAccount } from './studio/people';
import { composedSong } from './studio/songs';

test('a song plays from its beginning while the rest is separated', async ({ browser }) => {
  // On a busy machine a separation takes many times the length of its song.
  test.setTimeout(600_000);
  const page = await (await browser.newContext()).newPage();
  await listen(page);
  await enter(page.context(), newAccount('Dora'));
  await page.goto('/');
  const song = await composedSong(24, Date.now() % 1e9);
  const uploadedAt = Date.now();
  const projectId = await dropSong(page, song);
  await expectMixer(page);
  await page.getByRole('button', { name: 'Play' }).click();
  const heardAt = await firstSound(page, 120_000);
  const { status, stems_so_far: partialResult } = await (
    await page.request.get(`/api/v1/projects/${projectId}/status`)
  ).json();
  console.log(`First sound ${((heardAt - uploadedAt) / 1000).toFixed(1)} s after the upload began.`);
  expect(status).toBe('separating');
  expect(partialResult.available_samples).toBeLessThan(partialResult.length_samples);

  // What needs the whole stems waits for them; what does not works at once.
  const separation = page.getByRole('region', { name: 'Separation' });
  await expect(separation).toContainText(/of 0:24 ready to play/);
  await expect(page.getByRole('button', { name: 'Export' })).toBeDisabled();
  await page.getByRole('button', { name: 'Mute Bass' }).click();

  // Nothing is there yet at the end: playback waits and goes on by itself.
  await page.getByRole('textbox', { name: 'Position', exact: true }).fill('0:22');
  await page.getByRole('textbox', { name: 'Position', exact: true }).press('Enter');
  await expect(separation).toContainText('Playback continues as soon as the next part is ready');
  // The song as it was uploaded is there from its beginning to its end.
  const original = page.getByRole('button', { name: 'Original' });
  await original.click({ timeout: 120_000 });
  await expect(separation).not.toContainText('Playback continues as soon as');
  await expect(original).toHaveAttribute('aria-pressed', 'true');
  await original.click();
  await page.getByRole('textbox', { name: 'Position', exact: true }).fill('0:22');
  await page.getByRole('textbox', { name: 'Position', exact: true }).press('Enter');
  await expect(separation).toBeHidden({ timeout: 400_000 });
  await expect(page.getByRole('textbox', { name: 'Position', exact: true })).toHaveValue(/^0:2[34]/, {
    timeout: 30_000,
  });
  await expect(page.getByRole('button', { name: 'Export' })).toBeEnabled();
  await expect(page.getByRole('button', { name: 'Mute Bass' })).toHaveAttribute('aria-pressed', 'true');
  await page.context().close();
});
