// Two people at one mixer: what they say, what they did, what they keep, and what they do without a line.
import { expect, type Locator, type Page, test } from '@playwright/test';
import { type CuttableSocket, interceptSocket } from './studio/cuttable-socket';
import { expectMixer, volume } from './studio/mixer';
import { newAccount } from './studio/people';
import { letBenIn, openSong } from './studio/quick';
import { composedSong } from './studio/songs';

let ana: Page;
let ben: Page;
let line: CuttableSocket;

const lane = (page: Page, stem: string) => page.getByRole('slider', { name: `${stem}: playback position` });
const pins = (page: Page) => page.getByRole('button', { name: /^Comment at / });
const threads = (page: Page) => page.getByRole('list', { name: 'Comments' });
const connection = (page: Page) => page.getByRole('status', { name: 'Connection' });

type Box = Awaited<ReturnType<Locator['boundingBox']>>;

/** Whether one thing lies over the other. */
function overlap(a: Box, b: Box): boolean {
  if (!a || !b) throw new Error('It is not on the page.');
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

async function openTab(page: Page, name: string): Promise<void> {
  const panel = page.getByRole('complementary', { name: 'Side panel' });
  if (!(await panel.isVisible())) await page.getByRole('button', { name: /^Notes/ }).click();
  await panel.getByRole('tab', { name }).click();
}

async function setDecibels(page: Page, strip: string, db: string): Promise<void> {
  const field = page.getByLabel(`${strip} volume in decibels`);
  await field.fill(db);
  await field.press('Enter');
}

async function write(page: Page, field: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: field }).fill(text);
  await page.getByRole('textbox', { name: field }).press('Enter');
}

test.describe.configure({ mode: 'serial' });

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  ana = await openSong(browser, newAccount('Ana'), await composedSong());
  await expectMixer(ana);
  ben = await letBenIn(ana, browser);
  line = await interceptSocket(ben.context());
  await ben.reload();
  await expectMixer(ben);
});
test.afterAll(async () => {
  for (const page of [ana, ben]) await page?.context().close();
});

test('a comment on a moment reaches the other, is answered and settled', async () => {
  const box = await lane(ana, 'Drums').boundingBox();
  if (!box) throw new Error('The lane is not on the page.');
  await lane(ana, 'Drums').click({ modifiers: ['Alt'], position: { x: box.width / 4, y: box.height / 2 } });
  await write(ana, 'New comment', 'The snare is late here');
  await expect(pins(ben)).toHaveCount(1);
  await expect(ben.getByRole('button', { name: 'Notes, with something new' })).toBeVisible();
  await pins(ben).click();
  await expect(threads(ben)).toContainText('The snare is late here');
  await expect(threads(ben)).toContainText('Ana');
  await expect(ben.getByRole('textbox', { name: 'Position', exact: true })).toHaveValue(/^0:0[12]\.\d{3}$/);
  await expect(threads(ben).getByRole('button', { name: 'Edit' })).toHaveCount(0);

  await threads(ben).getByRole('button', { name: 'Reply' }).click();
  await write(ben, 'Reply', 'Moved it');
  await expect(threads(ana)).toContainText('Moved it');
  await threads(ben).getByRole('button', { name: 'Resolve' }).click();
  await expect(threads(ana)).toContainText('Resolved by Ben');
  await threads(ana).getByRole('button', { name: 'Reopen' }).click();
  await expect(threads(ben)).not.toContainText('Resolved by');

  await threads(ana).getByRole('button', { name: 'Delete' }).click();
  await ana.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await expect(pins(ben)).toHaveCount(0);
  await expect(threads(ben)).not.toContainText('Moved it');
});

test('the chat arrives at once, counts what is unread and links nothing but the web', async () => {
  await openTab(ben, 'Chat');
  await write(ben, 'New message', 'See https://example.org/take-2 <b>not</b> javascript:alert(1)');
  await expect(ana.getByRole('button', { name: 'Notes, with something new' })).toBeVisible();
  await openTab(ana, 'Chat');
  const messages = ana.getByRole('list', { name: 'Messages' });
  await expect(messages).toContainText('<b>not</b> javascript:alert(1)');
  await expect(messages.getByRole('link')).toHaveCount(1);
  await expect(messages.getByRole('link')).toHaveAttribute('href', 'https://example.org/take-2');
  await expect(ana.getByRole('button', { name: 'Notes', exact: true })).toBeVisible();
  await write(ana, 'New message', 'Nice');
  await expect(ben.getByRole('list', { name: 'Messages' })).toContainText('Nice');
});

test('activity says who did what', async () => {
  await openTab(ben, 'Activity');
  // What is back where it was is nothing that was done.
  for (let press = 0; press < 2; press++) await ana.getByRole('button', { name: 'Mute Drums' }).click();
  for (const step of ['Key up', 'Key down']) await ana.getByRole('button', { name: step }).click();
  await setDecibels(ana, 'Vocals', '-6');
  const list = ben.getByRole('list', { name: 'Activity' });
  await expect(list).toContainText('Ana moved Vocals volume from 0.0 to -6.0 dB');
  await expect(list).toContainText('Ben joined as editor');
  await expect(list).toContainText('The studio finished the stems');
  await expect(list).not.toContainText(/the key|muted Drums/);
  await list.getByRole('button', { name: 'Ana moved Vocals volume from 0.0 to -6.0 dB' }).click();
  await expect(volume(ben, 'Vocals')).toBeFocused();
  await list.getByRole('button', { name: 'Ben joined as editor' }).click();
  await expect(ben.getByRole('dialog')).toContainText('Members');
  await ben.keyboard.press('Escape');
});

test('a version is previewed without changing anything, and restored as one step', async () => {
  await openTab(ana, 'Versions');
  await ana.getByLabel('Keep the mix as it is now').fill('Rough');
  await ana.getByRole('button', { name: 'Save' }).click();
  await openTab(ben, 'Versions');
  await expect(ben.getByRole('list', { name: 'Versions' })).toContainText('Rough');
  await setDecibels(ana, 'Vocals', '2');
  await expect(volume(ben, 'Vocals')).toHaveAttribute('aria-valuenow', '2');

  await ben.getByRole('button', { name: 'Preview Rough' }).click();
  await expect(ben.getByRole('region', { name: 'Preview' })).toContainText('“Rough” as Ana saved it');
  await expect(volume(ben, 'Vocals')).toHaveAttribute('aria-valuenow', '-6');
  await expect(volume(ben, 'Vocals')).toHaveAttribute('aria-disabled', 'true');
  await expect(volume(ana, 'Vocals')).toHaveAttribute('aria-valuenow', '2');
  await ben.getByRole('button', { name: 'Restore' }).click();
  await expect(volume(ana, 'Vocals')).toHaveAttribute('aria-valuenow', '-6');
  await ben.getByRole('button', { name: 'Undo' }).click();
  await expect(volume(ana, 'Vocals')).toHaveAttribute('aria-valuenow', '2');
  await openTab(ana, 'Activity');
  await expect(ana.getByRole('list', { name: 'Activity' })).toContainText('Ben restored the version “Rough”');
});

test('a hand on a fader, a pointer on a lane and a playhead are seen by the other', async () => {
  const fader = await volume(ana, 'Bass').boundingBox();
  const drums = await lane(ana, 'Drums').boundingBox();
  if (!fader || !drums) throw new Error('The mixer is not on the page.');
  await ana.mouse.move(fader.x + fader.width / 2, fader.y + fader.height / 2);
  await ana.mouse.down();
  await ana.mouse.move(fader.x + fader.width / 2 - 20, fader.y + fader.height / 2);
  const strip = ben.getByRole('group', { name: 'Bass strip' });
  await expect(strip).toContainText('Ana');
  const holder = await strip.getByText('Ana', { exact: true }).boundingBox();
  for (const covered of [strip.getByRole('heading'), strip.getByRole('button', { name: /^FX/ })]) {
    expect(overlap(holder, await covered.boundingBox())).toBe(false);
  }
  await ana.mouse.up();
  await expect(strip).not.toContainText('Ana');
  await ana.mouse.move(drums.x + drums.width / 2, drums.y + drums.height / 2);
  await expect(lane(ben, 'Drums').getByText('Ana', { exact: true })).toBeVisible();
  await ana.getByRole('button', { name: 'Play' }).click();
  await expect(lane(ben, 'Bass').locator('[data-playing="true"]')).toBeAttached();
  await ana.getByRole('button', { name: 'Pause' }).click();
  await expect(lane(ben, 'Bass').locator('[data-playing="false"]')).toBeAttached();
  const people = ben.getByRole('list', { name: 'People here now' });
  await expect(people).toContainText('Ana');
  const [one, two] = await people.getByRole('listitem').all();
  expect(overlap((await one?.boundingBox()) ?? null, (await two?.boundingBox()) ?? null)).toBe(false);
  const colours = await people
    .getByRole('listitem')
    .evaluateAll((all) => all.map((each) => getComputedStyle(each).backgroundColor));
  expect(new Set(colours).size).toBe(2);
});

test('edits without a line survive a reload and merge when it is back', async () => {
  await line.cut();
  await expect(connection(ben)).toContainText(/Offline|Connecting/);
  await setDecibels(ben, 'Bass', '-9');
  await openTab(ben, 'Comments');
  await write(ben, 'New comment', 'Written on a train');
  await setDecibels(ana, 'Drums', '-3');
  await expect(volume(ana, 'Drums')).toHaveAttribute('aria-valuenow', '-3');
  await ben.reload();
  await expectMixer(ben);
  await expect(volume(ben, 'Bass')).toHaveAttribute('aria-valuenow', '-9');
  await expect(volume(ben, 'Drums')).not.toHaveAttribute('aria-valuenow', '-3');

  line.restore();
  await expect(connection(ben)).toContainText('Saved');
  await expect(volume(ben, 'Drums')).toHaveAttribute('aria-valuenow', '-3');
  await expect(volume(ana, 'Bass')).toHaveAttribute('aria-valuenow', '-9');
  await openTab(ana, 'Comments');
  await expect(threads(ana)).toContainText('Written on a train');
});

test('a failed load is not reported until a user wants to play', async () => {
  const page = await ben.context().newPage();
  const tries = new Map<string, number>();
  await page.route('**/api/v1/media/**/*.flac*', (route) => {
    const url = route.request().url();
    tries.set(url, (tries.get(url) ?? 0) + 1);
    return route.abort();
  });
  await page.goto(ben.url());
  await expectMixer(page);
  // The first try and one after each of its waits: then the player gives up.
  await expect.poll(() => Math.max(0, ...tries.values()), { timeout: 60_000 }).toBeGreaterThan(5);
  const alarm = page.getByRole('alert').getByText(/^(Vocals|Drums|Bass|Other) could not be loaded/);
  await expect(alarm).toBeHidden();
  await page.getByRole('button', { name: 'Play' }).click();
  await expect(alarm).toBeVisible({ timeout: 60_000 });
  await page.close();
});

test('the list of people follows who comes, who is removed and who leaves', async ({ browser }) => {
  const members = (page: Page) => page.getByRole('region', { name: 'Members' }).getByRole('listitem');
  await ana.getByRole('button', { name: 'Invite' }).click();
  await ben.getByRole('button', { name: 'People' }).click();
  for (const page of [ana, ben]) await expect(members(page)).toHaveCount(2);
  const third = await letBenIn(ana, browser);
  for (const page of [ana, ben]) await expect(members(page)).toHaveCount(3);

  await members(ana).last().getByRole('button', { name: 'Remove' }).click();
  await ana.getByRole('button', { name: 'Remove from project' }).click();
  for (const page of [ana, ben]) await expect(members(page)).toHaveCount(2);
  await third.context().close();

  await ben.getByRole('button', { name: 'Leave project' }).click();
  await ben
    .getByRole('dialog', { name: /^Leave/ })
    .getByRole('button', { name: 'Leave project' })
    .click();
  await expect(members(ana)).toHaveCount(1);
  await ana.keyboard.press('Escape');
});
