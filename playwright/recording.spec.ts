// Recording: on an empty track of a new session, with somebody watching, through a reload, and in a loop with a comp.
import { type Browser, expect, type Page, test } from '@playwright/test';
import { chromiumOptions } from '../server/launch/chromium.mjs';
import { downloadWav } from './studio/export';
import { enter, makePro, newAccount, OWN_PAGE } from './studio/people';
import { letBenIn } from './studio/quick';
import { inputSecondAt, writeSteppedTone } from './studio/stepped-tone';

const input = writeSteppedTone();
test.use({
  permissions: ['microphone'],
  launchOptions: {
    ...chromiumOptions,
    args: [
      ...chromiumOptions.args,
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${input}`,
    ],
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

/** A new session of Ana's with an empty track. */
async function openEmptyTrack(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ permissions: ['microphone'] });
  const account = newAccount('Ana');
  await enter(context, account);
  const made = await context.request.post('/api/v1/projects', {
    data: { name: 'First takes' },
    headers: OWN_PAGE,
  });
  const { id } = (await made.json()) as { id: string };
  // 24 bits in an export are a matter of the plan.
  await makePro(account);
  const ana = await context.newPage();
  await ana.goto(`/projects/${id}`);
  await ana.getByRole('button', { name: 'Begin with an empty track and record' }).click();
  return ana;
}

async function withoutCountIn(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Input', exact: true }).click();
  await page.getByLabel('Count-in').selectOption('0');
  // What the browser believes is there once the input is open.
  await expect(page.getByLabel('Latency in ms')).not.toHaveValue('');
  await page.getByLabel('Latency in ms').fill('12.5');
  await page.getByLabel('Latency in ms').press('Enter');
  await expect(page.getByText('Takes are put back in time by this much.')).toBeVisible();
  await page.getByRole('button', { name: 'Close' }).click();
}

test('a take is recorded in view of another person, survives a reload and is exported', async ({
  browser,
}) => {
  const ana = await openEmptyTrack(browser);
  const ben = await letBenIn(ana, browser);

  await test.step('without an armed track it says what to do', async () => {
    await recordButton(ana).click();
    await expect(ana.getByText('Choose the track to record on first')).toBeVisible();
  });

  await test.step('the input is chosen, and its latency typed', async () => {
    await ana.getByRole('button', { name: 'Record on Track 1' }).click();
    await withoutCountIn(ana);
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

test('three rounds of a loop become takes, and a comp of them is heard, undone and exported', async ({
  browser,
}) => {
  const ana = await openEmptyTrack(browser);
  await ana.getByRole('button', { name: 'Record on Track 1' }).click();
  await withoutCountIn(ana);
  const takeLane = (name: string) => ana.getByRole('group', { name: `Track 1, ${name} lane` });

  await test.step('a first take says how long the loop is', async () => {
    await ana.keyboard.press('r');
    await expect(growing(ana)).toBeVisible();
    await ana.waitForTimeout(4_000);
    await ana.keyboard.press('r');
    await expect(clips(ana)).toHaveCount(1, { timeout: 60_000 });
    await expect(ana.getByRole('button', { name: '1 take of Track 1' })).toBeVisible();
  });

  await test.step('the loop is recorded three times', async () => {
    // Once the first take has arrived, and was played, playback has nothing to wait for.
    await expect(ana.getByRole('group', { name: 'Track 1 lane' }).locator('canvas').first()).toBeVisible({
      timeout: 60_000,
    });
    await ana.keyboard.press(' ');
    await ana.waitForTimeout(7_000);
    await ana.keyboard.press('Home');
    await ana.keyboard.press('l');
    await expect(ana.getByRole('button', { name: 'Loop', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    );
    await ana.keyboard.press('r');
    await expect(growing(ana)).toBeVisible();
    await ana.waitForTimeout(13_500);
    await ana.keyboard.press('r');
    await expect(ana.getByRole('button', { name: /^[45] takes of Track 1$/ })).toBeVisible({
      timeout: 60_000,
    });
  });

  await test.step('the takes lie below the track, and a part of another one is chosen by dragging', async () => {
    await ana.getByRole('button', { name: /takes of Track 1$/ }).click();
    const lane = takeLane('Take 2');
    await expect(lane.locator('canvas').first()).toBeVisible({ timeout: 60_000 });
    const box = await lane.boundingBox();
    if (!box) throw new Error('The take has a lane.');
    const before = await clips(ana).count();
    const share = await laneShare(ana);
    const x = (part: number) => box.x + box.width * share * part;
    await ana.mouse.move(x(0.35), box.y + box.height / 2);
    await ana.mouse.down();
    await ana.mouse.move(x(0.7), box.y + box.height / 2, { steps: 5 });
    await ana.mouse.up();
    await expect(clips(ana)).toHaveCount(before + 2);
    await ana.keyboard.press('Control+z');
    await expect(clips(ana)).toHaveCount(before);
    await ana.keyboard.press('Shift+Control+z');
    await expect(clips(ana)).toHaveCount(before + 2);
  });

  await test.step('a take is listened to, by this listener alone', async () => {
    const listen = ana.getByRole('button', { name: 'Listen to Take 3' });
    await listen.click();
    await expect(listen).toHaveAttribute('aria-pressed', 'true');
    await listen.click();
  });

  await test.step('the export plays the comp: what was played first in its middle', async () => {
    const loopEnd = await ana.getByLabel('Loop end').inputValue();
    const [minutes = 0, seconds = 0] = loopEnd.split(':').map(Number);
    await ana.keyboard.press('l');
    const wav = await downloadWav(ana);
    const [early, middle] = [inputSecondAt(wav, 0.9), inputSecondAt(wav, 2)];
    // The middle was played whole rounds before the rest; the input says the time by steps of a second.
    const round = 60 * minutes + seconds;
    const apart = (((early + 1.1 - middle) % 60) + 60) % 60;
    const rounds = Math.round(apart / round);
    expect(rounds).toBeGreaterThanOrEqual(1);
    expect(Math.abs(apart - rounds * round)).toBeLessThan(1.2);
  });

  await test.step('all of a take is used, and another is renamed and removed', async () => {
    await ana.getByRole('button', { name: 'Use all of Take 3' }).click();
    await ana.getByRole('button', { name: 'Take 2 menu' }).click();
    await ana.getByRole('menuitem', { name: 'Rename' }).click();
    await ana.getByLabel('Name of Take 2').fill('The good one');
    await ana.keyboard.press('Enter');
    await ana.getByRole('button', { name: 'The good one menu' }).click();
    await ana.getByRole('menuitem', { name: 'Remove' }).click();
    await expect(takeLane('The good one')).toHaveCount(0);
  });
});

/** How much of the lanes the song fills, from 0 to 1. */
async function laneShare(page: Page): Promise<number> {
  const lane = await page.getByRole('group', { name: 'Track 1 lane' }).boundingBox();
  const loop = await page
    .getByRole('group', { name: 'Track 1 lane' })
    .locator('[data-remote-edit]')
    .first()
    .boundingBox();
  return lane && loop ? (loop.x + loop.width - lane.x) / lane.width : 1;
}
