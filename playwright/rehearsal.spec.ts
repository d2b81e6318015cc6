// The rehearsal room: two people play together, move together, lead, and hear their own monitor mix.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { type CuttableSocket, interceptSocket } from './studio/cuttable-socket';
import { volume } from './studio/mixer';
import { newAccount } from './studio/people';
import { letBenIn, openFiles } from './studio/quick';

let ana: Page;
let ben: Page;
let line: CuttableSocket;

const MAX_OFFSET_MS = 10;
/** What the two play: recordings of their own, which need no separation. */
const FILES = ['Drums', 'Bass'] as const;
const panel = (page: Page) => page.getByRole('region', { name: 'Rehearsal' });
const offset = (page: Page) => page.getByLabel('Your offset from the room');
const playButton = (page: Page) => page.getByRole('button', { name: 'Play', exact: true });
const pauseButton = (page: Page) => page.getByRole('button', { name: 'Pause', exact: true });
const position = (page: Page) => page.getByRole('textbox', { name: 'Position', exact: true });

async function expectTracks(page: Page): Promise<void> {
  for (const name of FILES) await expect(volume(page, name)).toBeVisible({ timeout: 120_000 });
}

async function join(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Rehearse' }).click();
  await panel(page).getByRole('button', { name: 'Join the room' }).click();
  await expect(panel(page).getByRole('status')).toContainText('ms away');
}

/** The offset that a page shows, in milliseconds; null while there is none. */
async function offsetOf(page: Page): Promise<number | null> {
  const text = (await offset(page).textContent()) ?? '';
  const ms = Number.parseFloat(text.replace('−', '-'));
  return Number.isFinite(ms) ? ms : null;
}

/** Waits until a page plays within a few milliseconds of the room. */
async function expectTogether(page: Page): Promise<void> {
  await expect
    .poll(async () => Math.abs((await offsetOf(page)) ?? Number.POSITIVE_INFINITY), { timeout: 30_000 })
    .toBeLessThan(MAX_OFFSET_MS);
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  ana = await openFiles(browser, newAccount('Ana'), FILES);
  await expectTracks(ana);
  ben = await letBenIn(ana, browser);
  line = await interceptSocket(ben.context(), /\/socket\.io\//);
  await ben.reload();
  await expectTracks(ben);
});
test.afterAll(async () => {
  for (const page of [ana, ben]) await page?.context().close();
});

test('play, seek, loop, tempo and stop are one for both, and each sees how far off they are', async () => {
  await join(ana);
  await join(ben);
  for (const page of [ana, ben]) {
    await expect(panel(page).getByRole('list', { name: 'In the rehearsal room' })).toContainText(
      /Ana.*Ben|Ben.*Ana/,
    );
  }
  await playButton(ana).click();
  for (const page of [ana, ben]) {
    await expect(pauseButton(page)).toBeVisible();
    await expectTogether(page);
  }
  await position(ben).fill('0:20');
  await position(ben).press('Enter');
  for (const page of [ana, ben]) {
    await expect(position(page)).toHaveValue(/^0:2\d/);
    await expectTogether(page);
  }
  await ana.getByRole('button', { name: 'Tempo down' }).click();
  for (const page of [ana, ben]) await expectTogether(page);
  await ana.getByRole('button', { name: 'Reset tempo' }).click();
  await ben.getByRole('button', { name: 'Loop' }).click();
  await expect(ana.getByRole('button', { name: 'Loop' })).toHaveAttribute('aria-pressed', 'true');
  await ana.getByRole('button', { name: 'Loop' }).click();
  await expect(ben.getByRole('button', { name: 'Loop' })).toHaveAttribute('aria-pressed', 'false');
  await pauseButton(ben).click();
  await expect(playButton(ana)).toBeVisible();
  await expect
    .poll(async () => (await position(ana).inputValue()) === (await position(ben).inputValue()))
    .toBe(true);
});

test('whoever comes late, or comes back, falls in where the others are', async () => {
  await panel(ben).getByRole('button', { name: 'Leave' }).click();
  // The song repeats from here on: on a slow machine it would end before everybody is back.
  await ana.getByRole('button', { name: 'Loop' }).click();
  await playButton(ana).click();
  await expectTogether(ana);
  await expect(playButton(ben)).toBeVisible();
  await panel(ben).getByRole('button', { name: 'Join the room' }).click();
  await expect(pauseButton(ben)).toBeVisible();
  await expectTogether(ben);

  await line.cut();
  await expect(offset(ben)).toHaveText('Alone');
  await expect(panel(ben)).toContainText('You play on by yourself');
  await expect(pauseButton(ben)).toBeVisible();
  line.restore();
  await expect(offset(ben)).not.toHaveText('Alone', { timeout: 30_000 });
  await expectTogether(ben);
  await pauseButton(ana).click();
  await expect(playButton(ben)).toBeVisible();
});

test('a leader alone moves the transport, until they let go', async () => {
  await panel(ana).getByRole('button', { name: 'Lead: only I move the transport' }).click();
  await expect(panel(ben)).toContainText('Ana leads');
  await playButton(ben).click();
  await expect(ben.getByText('Ana leads this rehearsal; only they move the transport.')).toBeVisible();
  await expect(playButton(ana)).toBeVisible();
  await panel(ana).getByRole('button', { name: 'Let everybody move the transport' }).click();
  await expect(panel(ben)).not.toContainText('Ana leads');
  await playButton(ben).click();
  await expect(pauseButton(ana)).toBeVisible();
  await pauseButton(ben).click();
});

test('a monitor mix is for its listener alone and survives a reload', async () => {
  await panel(ben).getByRole('checkbox', { name: 'Mute Drums for me' }).check();
  await panel(ben).getByRole('slider', { name: 'Bass in my monitor mix' }).focus();
  await ben.keyboard.press('ArrowRight');
  await expect(panel(ben)).toContainText('+1.0 dB');
  const badge = (page: Page) =>
    page.getByRole('group', { name: 'Drums strip' }).getByRole('button', { name: 'Mute Drums for me' });
  await expect(badge(ben)).toHaveAttribute('aria-pressed', 'true');
  await expect(badge(ana)).toHaveAttribute('aria-pressed', 'false');
  await expect(ana.getByRole('button', { name: 'Mute Drums', exact: true })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await ben.reload();
  await expectTracks(ben);
  await join(ben);
  await expect(panel(ben).getByRole('checkbox', { name: 'Mute Drums for me' })).toBeChecked();
});

test('the room works on a phone, in the dark and by keyboard, and breaks no rule of accessibility', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await ben.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page: ben }).include('#rehearsal-panel').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
  }
  await ben.setViewportSize({ width: 390, height: 844 });
  const box = await panel(ben).boundingBox();
  expect((box?.x ?? -1) >= 0 && (box?.width ?? 999) <= 390).toBe(true);
  expect(await ben.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await panel(ben).getByRole('button', { name: 'Leave' }).focus();
  await ben.keyboard.press('Enter');
  await expect(panel(ben).getByRole('button', { name: 'Join the room' })).toBeVisible();
  await panel(ben).getByRole('button', { name: 'Join the room' }).focus();
  await ben.keyboard.press('Escape');
  await expect(panel(ben)).toBeHidden();
  await expect(ben.getByRole('button', { name: 'Rehearse' })).toBeFocused();
});
