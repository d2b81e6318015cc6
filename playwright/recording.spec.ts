// Recording: on an empty track of a new session, with somebody watching, through a reload in the middle of a take.
import { expect, type Page, test } from '@playwright/test';
import { chromiumOptions } from '../server/launch/chromium.mjs';
import { downloadWav } from './studio/export';
import { enter, makePro, newAccount, OWN_PAGE } from './studio/people';
import { letBenIn } from './studio/quick';

// Chromium's own input, which beeps once a second.
test.use({
  permissions: ['microphone'],
  launchOptions: {
    ...chromiumOptions,
    args: [...chromiumOptions.args, '--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream'],
  },
});

const clips = (page: Page) => page.getByRole('group', { name: 'Track 1 lane' }).locator('[data-remote-edit]');
const recordButton = (page: Page) => page.getByRole('button', { name: 'Record', exact: true });
const growing = (page: Page) => page.getByText('Recording', { exact: true });

/** The highest sample of a 24-bit WAV file. */
function peakOf(wav: Buffer): number {
  let peak = 0;
  for (let at = 44; at + 2 < wav.length; at += 3) peak = Math.max(peak, Math.abs(wav.readIntLE(at, 3)));
  return peak / 2 ** 23;
}

test('a take is recorded in view of another person, survives a reload and is exported', async ({
  browser,
}) => {
  const context = await browser.newContext({ permissions: ['microphone'] });
  const account = newAccount('Ana');
  await enter(context, account);
  const made = await context.request.post('/api/v1/projects', {
    data: { name: 'First takes' },
    headers: OWN_PAGE,
  });
  const { id } = (await made.json()) as { id: string };
  // Of what is exported only the loudest sample counts; 24 bits are a matter of the plan.
  await makePro(account);
  const ana = await context.newPage();
  await ana.goto(`/projects/${id}`);
  await ana.getByRole('button', { name: 'Begin with an empty track and record' }).click();
  const ben = await letBenIn(ana, browser);

  await test.step('without an armed track it says what to do', async () => {
    await recordButton(ana).click();
    await expect(ana.getByText('Choose the track to record on first')).toBeVisible();
  });

  await test.step('the input is chosen, and its latency typed', async () => {
    await ana.getByRole('button', { name: 'Record on Track 1' }).click();
    await ana.getByRole('button', { name: 'Input', exact: true }).click();
    await ana.getByLabel('Count-in').selectOption('0');
    await ana.getByLabel('Latency in ms').fill('12.5');
    await ana.getByLabel('Latency in ms').press('Enter');
    await expect(ana.getByText('Takes are put back in time by this much.')).toBeVisible();
    await ana.getByRole('button', { name: 'Close' }).click();
  });

  await test.step('R records, the other person sees it, and R ends the take', async () => {
    await ana.keyboard.press('r');
    await expect(growing(ana)).toBeVisible();
    await expect(ben.getByText('Ana is recording')).toBeVisible();
    await ana.waitForTimeout(3_000);
    await ana.keyboard.press('r');
    for (const page of [ana, ben]) await expect(clips(page)).toHaveCount(1, { timeout: 60_000 });
    await expect(ben.getByText('Ana is recording')).toHaveCount(0);
    await expect(ana.getByRole('group', { name: 'Track 1 lane' }).locator('canvas').first()).toBeVisible({
      timeout: 60_000,
    });
  });

  await test.step('undo takes the take away, redo brings it back', async () => {
    await ana.keyboard.press('Control+z');
    await expect(clips(ben)).toHaveCount(0);
    await ana.keyboard.press('Shift+Control+z');
    await expect(clips(ben)).toHaveCount(1);
  });

  await test.step('what a reload breaks off is offered, and restored behind the first take', async () => {
    await ana.getByRole('slider', { name: 'Track 1: playback position' }).press('End');
    await recordButton(ana).click();
    await expect(growing(ana)).toBeVisible();
    await ana.waitForTimeout(2_000);
    await ana.reload();
    await expect(ana.getByText('was not finished when the page was closed')).toBeVisible();
    await ana.getByRole('button', { name: 'Restore' }).click();
    for (const page of [ana, ben]) await expect(clips(page)).toHaveCount(2, { timeout: 60_000 });
    await ana.reload();
    await expect(clips(ana)).toHaveCount(2);
    await expect(ana.getByText('was not finished')).toHaveCount(0);
  });

  await test.step('the export has the sound of the input', async () => {
    const wav = await downloadWav(ana);
    expect(peakOf(wav)).toBeGreaterThan(0.05);
  });
});
