// What floats above the pages: tooltips, popovers and toasts, and the keys that they leave to the studio.
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { expectMixer } from './studio/mixer';
import { newAccount } from './studio/people';
import { openSong } from './studio/quick';
import { composedSong } from './studio/songs';

let page: Page;

const button = (name: string) => page.getByRole('button', { name, exact: true });
/** Only seen: what these say, screen readers have from the element itself, or were told. */
const HIDDEN = { includeHidden: true } as const;
const tip = () => page.getByRole('tooltip', HIDDEN);

/** Puts the mouse where nothing explains itself. */
const leave = () => page.mouse.move(700, 300);

async function axeFindings(): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  page = await openSong(browser, newAccount('Ana'), await composedSong());
  await expectMixer(page);
  await expect(button('Play')).toBeEnabled({ timeout: 60_000 });
});
test.afterAll(async () => page?.context().close());

test('a tooltip shows under a mouse that rests, on a disabled button too, with the shortcut', async () => {
  await expect(button('Split the clip')).toBeDisabled();
  // They load after the page: a mouse that rested before that has to move again.
  await expect(async () => {
    await leave();
    await button('Split the clip').hover();
    await expect(tip()).toHaveText('Split at the playheadS', { timeout: 3_000 });
  }).toPass();
  await expect(button('Split the clip')).toHaveAccessibleDescription('Split at the playhead');
  await button('Duplicate the clip').hover();
  await expect(tip()).toHaveText('Duplicate the clipD');
  await expect(button('Duplicate the clip')).toHaveAccessibleDescription('');
  expect(await axeFindings()).toEqual([]);
  await leave();
  await expect(tip()).toHaveCount(0);
});

test('a tooltip shows where Tab brings the focus, and nowhere else', async () => {
  await button('Play').focus();
  await expect(tip()).toHaveCount(0);
  await page.keyboard.press('Tab');
  await expect(button('Loop')).toBeFocused();
  await expect(tip()).toHaveText('LoopL');
  await page.keyboard.press('Shift+Tab');
  await expect(tip()).toHaveText('PlaySpace');
  const tempo = page.getByRole('textbox', { name: 'Tempo', exact: true });
  await tempo.click();
  await leave();
  await expect(tempo).toBeFocused();
  await expect(tip()).toHaveCount(0);
});

test('a key closes the tooltip and does what it does: L loops, Space plays, Escape closes the panel', async () => {
  await button('Mute Bass').click();
  await leave();
  await button('Mute Bass').hover();
  await expect(tip()).toHaveText('Mute Bass (for everybody)');
  await page.keyboard.press('l');
  await expect(tip()).toHaveCount(0);
  await expect(button('Loop')).toHaveAttribute('aria-pressed', 'true');
  await leave();
  await button('Mute Bass').hover();
  await expect(tip()).toBeVisible();
  await page.keyboard.press('Space');
  await expect(button('Pause')).toBeVisible();
  await expect(tip()).toHaveCount(0);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: /^Notes/ }).click();
  await page.getByRole('tab', { name: 'Chat' }).focus();
  await page.keyboard.press('Tab');
  await expect(button('Close the side panel')).toBeFocused();
  await expect(tip()).toHaveText('Close the side panel');
  await page.keyboard.press('Escape');
  await expect(tip()).toHaveCount(0);
  await expect(page.getByRole('complementary', { name: 'Side panel' })).toHaveCount(0);
});

test('the tabs are walked by arrow keys, round, and show their panel at once', async () => {
  await page.getByRole('button', { name: /^Notes/ }).click();
  const tab = (name: string) => page.getByRole('tab', { name });
  await tab('Comments').focus();
  for (const [key, name] of [
    ['ArrowRight', 'Chat'],
    ['ArrowLeft', 'Comments'],
    ['ArrowLeft', 'Versions'],
  ] as const) {
    await page.keyboard.press(key);
    await expect(tab(name)).toBeFocused();
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
  }
  await page.keyboard.press('Escape');
});

test('a word of the effects explains itself; Escape closes that first, then the panel', async () => {
  await page.getByRole('button', { name: /^FX of Bass/ }).click();
  const effects = page.getByRole('region', { name: 'Bass effects' });
  const word = effects.getByRole('heading', { name: 'Gate' }).getByRole('button');
  await word.press('Enter');
  const meaning = page.getByRole('dialog', { name: 'Gate' });
  await expect(meaning).toContainText('quieter than the threshold');
  expect(await axeFindings()).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(meaning).toHaveCount(0);
  await expect(word).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(effects).toHaveCount(0);
});

test('an edit that is not made says why, and the keyboard reaches that', async () => {
  await button('Return to start').click();
  await page.getByRole('button', { name: /^Bass clip/ }).click();
  await page.getByRole('button', { name: /^Bass clip/ }).press('s');
  const message = page.getByRole('region', { name: 'Messages' }).getByText('The playhead stands on no clip');
  await expect(message).toBeVisible();
  expect(await axeFindings()).toEqual([]);
  await page.keyboard.press('F6');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await expect(message).toHaveCount(0);
});

test('a link that was copied is said above the dialog, and its button has a tooltip there', async () => {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Invite' }).click();
  await button('Create link').click();
  await button('Copy link').click();
  const dialog = page.getByRole('dialog', { name: 'People' });
  await expect(dialog.getByText('Link copied')).toBeVisible();
  await dialog.getByRole('button', { name: 'Dismiss', ...HIDDEN }).click();
  await expect(page.getByText('Link copied')).toHaveCount(0);
  // The dialog grows as its lists arrive, away from under the mouse.
  await expect(async () => {
    await page.mouse.move(0, 0);
    await dialog.getByRole('button', { name: 'Close' }).hover();
    await expect(dialog.getByRole('tooltip', HIDDEN)).toHaveText('Close', { timeout: 3_000 });
  }).toPass();
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
});

test('no tooltip is in the way of a finger', async ({ browser }) => {
  const context = await browser.newContext({
    storageState: await page.context().storageState(),
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  const phone = await context.newPage();
  await phone.goto(page.url());
  await expectMixer(phone);
  const mute = phone.getByRole('button', { name: 'Mute Drums', exact: true });
  await mute.tap();
  await expect(mute).toHaveAttribute('aria-pressed', 'true');
  await expect(phone.getByRole('region', { name: 'Messages' })).toBeAttached();
  await expect(phone.getByRole('tooltip', HIDDEN)).toHaveCount(0);
  await context.close();
});
