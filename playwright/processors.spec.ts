// Two users at one equaliser: the changes of one are visible and audible to the other, and undo reverts them.
import { expect, type Page, test } from '@playwright/test';
import { expectMixer } from './studio/mixer';
import { newAccount } from './studio/people';
import { letBenIn, openSong } from './studio/quick';
import { composedSong } from './studio/songs';

let ana: Page;
let ben: Page;

const panel = (page: Page, name: string) => page.getByRole('region', { name: `${name} effects` });
const openPanel = (page: Page, name: string) =>
  page.getByRole('button', { name: new RegExp(`^FX of ${name}`) }).click();
const point = (page: Page, band: string) => page.getByRole('slider', { name: `Bass EQ ${band} point` });

/** Loudness of the last 400 ms at this page's output, in LUFS. */
async function loudness(page: Page): Promise<number> {
  const text = await page.locator('[data-figure="momentary"]').textContent();
  return text === '–' ? Number.NEGATIVE_INFINITY : Number(text?.replace('−', '-'));
}

const figure = (page: Page, name: string) => page.getByRole('textbox', { name, exact: true });

async function type(page: Page, field: string, value: string): Promise<void> {
  await figure(page, field).fill(value);
  await figure(page, field).press('Enter');
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  ana = await openSong(browser, newAccount('Ana'), await composedSong());
  await expectMixer(ana);
  ben = await letBenIn(ana, browser);
  await expectMixer(ben);
});
test.afterAll(async () => {
  for (const page of [ana, ben]) await page?.context().close();
});

test('an equaliser band that one turns moves, and sounds, at the other; undo takes it back', async () => {
  for (const page of [ana, ben]) await openPanel(page, 'Bass');
  await ben.getByRole('button', { name: 'Solo Bass' }).click();
  await ben.getByRole('button', { name: 'Loop', exact: true }).click();
  await ben.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => loudness(ben)).toBeGreaterThan(-40);
  const before = await loudness(ben);

  const box = await point(ana, 'low shelf').boundingBox();
  if (!box) throw new Error('The point is not on the page.');
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await ana.mouse.move(x, y);
  await ana.mouse.down();
  await ana.mouse.move(x + 80, y + 40, { steps: 4 });
  await expect(panel(ben, 'Bass').getByText('Ana', { exact: true })).toHaveCount(1);
  await ana.mouse.move(x + 80, y + 300, { steps: 4 });
  await ana.mouse.up();
  await expect(point(ben, 'low shelf')).toHaveAttribute('aria-valuenow', '-24');
  await expect(ben.getByRole('button', { name: 'FX of Bass: EQ' })).toBeVisible();
  await expect.poll(() => loudness(ben)).toBeLessThan(before - 10);

  await ana.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(point(ben, 'low shelf')).toHaveAttribute('aria-valuetext', '100 Hz, 0.0 dB, 0.70 Q');
  await expect.poll(() => loudness(ben)).toBeGreaterThan(before - 3);
});

test('keys and typed figures move a band, a double-click puts it back, reset empties the equaliser', async () => {
  await point(ana, 'high mid').focus();
  await ana.keyboard.press('ArrowUp');
  await ana.keyboard.press('ArrowRight');
  await ana.keyboard.press('PageUp');
  await expect(point(ben, 'high mid')).toHaveAttribute('aria-valuetext', '2.65 kHz, +0.5 dB, 1.10 Q');
  await point(ana, 'high mid').dblclick();
  await expect(point(ben, 'high mid')).toHaveAttribute('aria-valuetext', '2.5 kHz, 0.0 dB, 1.00 Q');
  await type(ana, 'Bass EQ high shelf frequency', '6k');
  await type(ana, 'Bass EQ high shelf gain', '3');
  await expect(point(ben, 'high shelf')).toHaveAttribute('aria-valuetext', '6 kHz, +3.0 dB, 0.70 Q');
  await ana.getByRole('button', { name: 'Reset Bass EQ' }).click();
  await expect(point(ben, 'high shelf')).toHaveAttribute('aria-valuetext', '8 kHz, 0.0 dB, 0.70 Q');
});

test('an effect that is switched on shows its knobs, and sounds, at the other; undo takes it back', async () => {
  await expect.poll(() => loudness(ben)).toBeGreaterThan(-40);
  const before = await loudness(ben);
  await expect(figure(ana, 'Bass high-pass frequency value')).toHaveCount(0);
  await ana.getByRole('button', { name: 'Bass high-pass on' }).click();
  await type(ana, 'Bass high-pass frequency value', '2k');
  await type(ana, 'Bass high-pass slope value', '48');
  await expect(figure(ben, 'Bass high-pass slope value')).toHaveValue('48');
  await expect(ben.getByRole('button', { name: 'FX of Bass: high-pass' })).toBeVisible();
  await expect.poll(() => loudness(ben)).toBeLessThan(before - 20);
  for (const _ of ['slope', 'frequency', 'switch']) {
    await ana.getByRole('button', { name: 'Undo', exact: true }).click();
  }
  await expect(figure(ben, 'Bass high-pass frequency value')).toHaveCount(0);
  await expect.poll(() => loudness(ben)).toBeGreaterThan(before - 3);
});

test('compressor, limiter, tempo and key reach the other user, and the activity lists them', async () => {
  await type(ana, 'Bass compressor threshold value', '-30');
  await type(ana, 'Bass compressor ratio value', '8:1');
  const reduction = panel(ben, 'Bass').getByRole('status', { name: 'Bass gain reduction' });
  await expect(reduction).toHaveText(/^-\d+\.\d$/);
  await openPanel(ana, 'Master');
  await ana.getByRole('button', { name: 'Master limiter on' }).click();
  await expect(ben.getByRole('button', { name: 'FX of Master: limiter' })).toBeVisible();
  await type(ana, 'Tempo', '90');
  await ana.getByRole('button', { name: 'Key up' }).click();
  await expect(figure(ben, 'Tempo')).toHaveValue('90');
  await expect(figure(ben, 'Key')).toHaveValue('+1');

  await ben.getByRole('button', { name: /^Notes/ }).click();
  await ben.getByRole('complementary', { name: 'Side panel' }).getByRole('tab', { name: 'Activity' }).click();
  const list = ben.getByRole('list', { name: 'Activity' });
  await expect(list).toContainText('Ana switched the limiter on');
  await expect(list).toContainText('Ana changed the compressor of Bass');
  await expect(list).toContainText('Ana changed the tempo from 100 to 90 %');
  await expect(list).toContainText('Ana changed the key from 0 semitones to +1 semitone');
});

test('a delay in note values follows the BPM that one types, and is undone in one step', async () => {
  await openPanel(ben, 'Master');
  const note = (page: Page) => page.getByRole('combobox', { name: 'Delay left note value' });
  await type(ana, 'BPM of the recording', '100');
  await expect(figure(ben, 'BPM of the recording')).toHaveValue('100');
  await note(ana).selectOption('1/8.');
  for (const page of [ana, ben]) {
    await expect(note(page).locator('option:checked')).toHaveText('1/8.');
    await expect(figure(page, 'Delay left time value')).toHaveValue('450');
    await expect(figure(page, 'Delay left time value')).toBeDisabled();
  }
  await type(ana, 'BPM of the recording', '90');
  await expect(figure(ben, 'Delay left time value')).toHaveValue('500');
  for (const _ of ['BPM', 'note value']) await ana.getByRole('button', { name: 'Undo', exact: true }).click();
  await expect(figure(ben, 'Delay left time value')).toHaveValue('375');
  await expect(figure(ben, 'Delay left time value')).toBeEnabled();
  await openPanel(ben, 'Bass');
});

test('the beat grid that one corrects numbers the bars of the other, and is reset in one step', async () => {
  const bars = (page: Page) => page.locator('[data-bar]');
  await type(ana, 'BPM of the recording', '120');
  await ana.getByRole('button', { name: 'Beat grid', exact: true }).click();
  const grid = ana.getByRole('dialog', { name: 'Beat grid, for everybody' });
  // Where the analysis found beats, they give way to even ones.
  if (await grid.getByLabel('Beats by').isVisible()) await grid.getByLabel('Beats by').selectOption('steady');
  await expect(bars(ben)).toHaveCount(4);
  await grid.getByRole('button', { name: 'Double' }).click();
  await expect(figure(ben, 'BPM of the recording')).toHaveValue('240');
  await expect(bars(ben)).toHaveCount(8);
  await grid.getByLabel('Beats per bar').selectOption('8');
  await expect(bars(ben)).toHaveCount(4);
  await ana.keyboard.press('Escape');
  await type(ana, 'Position', '0:01.500');
  await ana.getByRole('button', { name: 'Beat grid', exact: true }).click();
  await grid.getByRole('button', { name: 'A bar begins at the playhead' }).click();
  const placed = () =>
    bars(ben).evaluateAll((marks) =>
      marks.map((mark) => Number.parseFloat((mark as HTMLElement).style.left)),
    );
  await expect.poll(async () => (await placed()).some((left) => Math.abs(left - 18.75) < 0.1)).toBe(true);
  await grid.getByRole('button', { name: 'Reset the beat grid' }).click();
  await expect(grid.getByRole('button', { name: 'Reset the beat grid' })).toBeDisabled();
  await ana.keyboard.press('Escape');
  await type(ana, 'BPM of the recording', '');
});

test('a viewer sees and hears what is set, and cannot change anything', async () => {
  await ana.getByRole('button', { name: 'Invite' }).click();
  await ana.getByLabel('Role of Ben').selectOption('viewer');
  await ana.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(panel(ben, 'Bass')).toContainText('You can look and listen');
  await expect(point(ben, 'low shelf')).toHaveAttribute('aria-disabled', 'true');
  await point(ben, 'low shelf').press('ArrowUp');
  await expect(figure(ben, 'Bass EQ low shelf gain')).toBeDisabled();
  for (const name of ['Bass EQ on', 'Reset Bass EQ', 'Polarity inversion of Bass', 'Tempo up']) {
    await expect(ben.getByRole('button', { name, exact: true })).toBeDisabled();
  }
  await openPanel(ana, 'Bass');
  await type(ana, 'Bass EQ low shelf gain', '-3');
  await expect(point(ben, 'low shelf')).toHaveAttribute('aria-valuenow', '-3');
  await expect(ben.getByRole('status', { name: 'Connection' })).toContainText('View only');
  for (const name of ['People', 'Exports']) await expect(ben.getByRole('button', { name })).toBeVisible();
  for (const name of ['Invite', 'Export']) {
    await expect(ben.getByRole('button', { name, exact: true })).toHaveCount(0);
  }
});

test('removing somebody is asked about, and members can leave', async () => {
  await ana.getByRole('button', { name: 'Invite' }).click();
  await ana.getByRole('button', { name: 'Remove Ben' }).click();
  const question = ana.getByRole('dialog', { name: 'Remove Ben?' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(ana.getByLabel('Role of Ben')).toBeVisible();
  await ben.getByRole('button', { name: 'People' }).click();
  await ben.getByRole('button', { name: 'Leave project' }).click();
  await ben
    .getByRole('dialog', { name: 'Leave this project?' })
    .getByRole('button', { name: 'Leave project' })
    .click();
  await ben.waitForURL('/');
  await ana.getByRole('button', { name: 'Close', exact: true }).click();
  await ana.getByRole('button', { name: 'Invite' }).click();
  await expect(ana.getByRole('dialog')).toContainText('Ana');
  await expect(ana.getByLabel('Role of Ben')).toHaveCount(0);
});
