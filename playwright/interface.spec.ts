// What the pages promise whoever uses them: keys, widths, uploads, lists, and no finding of axe in either theme.
import { readFile } from 'node:fs/promises';
import AxeBuilder from '@axe-core/playwright';
import { type Browser, expect, type Page, test } from '@playwright/test';
import { dropSong, expectMixer } from './studio/mixer';
import { enter, newAccount, OWN_PAGE } from './studio/people';
import { composedSong, danceTrack } from './studio/songs';

/** The narrowest phone in use, both sides of every layout change, a tablet, laptops and a large screen. */
const WIDTHS = [320, 390, 640, 641, 720, 768, 860, 1000, 1100, 1280, 1920];

/** The page of projects of somebody new. */
async function open(page: Page, name = 'Ana'): Promise<void> {
  await enter(page.context(), { ...newAccount('Ana'), name });
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
}

const scrollsSideways = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);

/** What a finger can press in the studio and is smaller than 44 px, by name and size. */
const tooSmall = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const controls =
      'header :is(a, button, input), fieldset[aria-label$=" strip"] :is(button, input, [role="slider"]), section[aria-label="Transport"] :is(button, input), [role="toolbar"] button';
    return [...document.querySelectorAll<HTMLElement>(controls)].flatMap((control) => {
      const { width, height } = control.getBoundingClientRect();
      const reach = getComputedStyle(control, '::before');
      const [wide, high] = reach.position === 'absolute' ? [reach.width, reach.height] : ['0', '0'];
      const size = [Math.max(width, Number.parseFloat(wide)), Math.max(height, Number.parseFloat(high))];
      // Fields of figures are as wide as their figures.
      if (control instanceof HTMLInputElement) size[0] = 44;
      if (width === 0 || size.every((side) => side > 43.5)) return [];
      return [`${control.getAttribute('aria-label') ?? control.textContent} ${size.join(' x ')}`];
    });
  });

/** The controls of the transport that stand outside of the window, by name. */
const cutOff = (page: Page): Promise<string[]> =>
  page.getByRole('region', { name: 'Transport' }).evaluate((bar) =>
    [...bar.querySelectorAll('button, input')]
      .filter((control) => {
        const { left, right, top, bottom, width } = control.getBoundingClientRect();
        return width > 0 && (left < 0 || right > window.innerWidth || top < 0 || bottom > window.innerHeight);
      })
      .map((control) => control.getAttribute('aria-label') ?? control.textContent ?? '?'),
  );

/** What stands in the header or in an open dialog and reaches beyond the sides of the window, by name. */
const pushedOut = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('header *, dialog[open], dialog[open] *')]
      .filter((element) => {
        const { left, right, width } = element.getBoundingClientRect();
        return width > 1 && (left < 0 || right > window.innerWidth);
      })
      .map((element) => element.getAttribute('aria-label') ?? element.textContent ?? element.tagName),
  );

/** Puts a page into a theme, and waits until no colour is on its way any more: axe judges what it finds in that moment. */
async function showTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  await page.evaluate(async () => {
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
    const transitions = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
}

/** What axe finds wrong on the page, rule by rule, in both themes. */
async function axeFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await showTheme(page, colorScheme);
    // Speech control finds a control by the text that is seen (WCAG 2.5.3); axe leaves this rule off by default.
    const axe = new AxeBuilder({ page }).options({
      rules: { 'label-content-name-mismatch': { enabled: true } },
    });
    // Nothing but colours differs between the themes.
    if (colorScheme === 'dark') axe.withRules(['color-contrast']);
    const { violations } = await axe.analyze();
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ html }) => `${colorScheme} ${id}: ${html.slice(0, 160)}`));
    }
  }
  return found;
}

/** Drops a file on an element as a browser would; resolves with whether the page kept the browser from opening it. */
const dropFileOn = (page: Page, selector: string): Promise<boolean> =>
  page
    .locator(selector)
    .first()
    .evaluate((element) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['x'], 'dropped.wav', { type: 'audio/wav' }));
      const options = { dataTransfer, bubbles: true, cancelable: true };
      const isOverPrevented = !element.dispatchEvent(new DragEvent('dragover', options));
      return !element.dispatchEvent(new DragEvent('drop', options)) && isOverPrevented;
    });

test('the studio keeps its promises about keys, widths and themes', async ({ page }) => {
  test.setTimeout(300_000);
  await open(page);
  await dropSong(page, await composedSong());
  await expectMixer(page);
  await expect(page.getByRole('button', { name: 'Play' })).toBeEnabled({ timeout: 60_000 });

  await test.step('a dropped file keeps the page open wherever it falls, and is read as a track', async () => {
    const answer = page.getByRole('alert').filter({ hasText: 'dropped.wav' });
    for (const selector of ['main', 'header', 'body']) {
      expect(await dropFileOn(page, selector), selector).toBe(true);
      await expect(answer).toContainText('dropped.wav: ');
      await answer.getByRole('button', { name: 'Dismiss' }).click();
      await expect(answer).toBeHidden();
    }
  });

  await test.step('Space plays whatever was clicked last', async () => {
    for (const name of ['Mute Bass', 'Solo Bass', 'Loop']) {
      const button = page.getByRole('button', { name, exact: true });
      await button.click();
      await page.keyboard.press('Space');
      await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
      await expect(button).toHaveAttribute('aria-pressed', 'true');
      await page.keyboard.press('Space');
      await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
    }
  });

  await test.step('Space presses what Tab has reached', async () => {
    const mute = page.getByRole('button', { name: 'Mute Bass', exact: true });
    await mute.click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Space');
    await expect(mute).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
  });

  await test.step('no width cuts the transport, with the loop on and the notes open', async () => {
    await page.getByRole('button', { name: /^Notes/ }).click();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: width < 700 ? 844 : 900 });
      expect(await cutOff(page), `at ${width} px`).toEqual([]);
      expect(await scrollsSideways(page), `at ${width} px`).toBe(false);
    }
    await page.setViewportSize({ width: 844, height: 390 });
    expect(await cutOff(page), 'on a phone in landscape').toEqual([]);
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await test.step('waveforms follow the height of their lanes', async () => {
    await page.getByRole('button', { name: /^FX of Bass/ }).click();
    const ofCanvas = async () => {
      const lane = page.getByRole('slider', { name: 'Vocals: playback position' });
      return lane.evaluate((element) => {
        const canvas = [...element.querySelectorAll('div')].find(({ shadowRoot }) => shadowRoot)?.shadowRoot;
        const drawn = canvas?.querySelector('canvas')?.getBoundingClientRect().height ?? 0;
        const holder = [...element.querySelectorAll('div')].find(({ shadowRoot }) => shadowRoot);
        return Math.abs(drawn - (holder?.getBoundingClientRect().height ?? -99));
      });
    };
    await expect.poll(ofCanvas).toBeLessThan(2);
  });

  await test.step('figures of the equaliser are not cut, and its panel leaves room as one likes', async () => {
    const gain = page.getByRole('textbox', { name: 'Bass EQ high shelf gain' });
    await gain.fill('11');
    await gain.press('Enter');
    await expect(gain).toHaveValue('+11.0');
    expect(await gain.evaluate((field) => field.scrollWidth - field.clientWidth)).toBeLessThanOrEqual(0);
    const effects = page.getByRole('region', { name: 'Bass effects' });
    const before = await effects.evaluate((panel) => panel.clientHeight);
    await page.getByRole('separator', { name: 'Height of the effects' }).press('ArrowDown');
    await expect.poll(() => effects.evaluate((panel) => panel.clientHeight)).toBeLessThan(before);
  });

  await test.step('the focus stays with what it was on, and Escape closes the panels', async () => {
    const volume = page.getByRole('textbox', { name: 'Bass volume in decibels' });
    await volume.fill('-3');
    await volume.press('Enter');
    await expect(page.getByRole('slider', { name: 'Bass volume' })).toBeFocused();
    const tempo = page.getByRole('textbox', { name: 'Tempo', exact: true });
    await tempo.fill('100');
    for (const key of ['Enter', 'Escape']) {
      await tempo.focus();
      await tempo.press(key);
      expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
      await page.keyboard.press('Tab');
      await expect(tempo).toBeFocused();
    }
    const effects = page.getByRole('button', { name: /^FX of Bass/ });
    await page.getByRole('separator', { name: 'Height of the effects' }).press('Escape');
    await expect(effects).toBeFocused();
    await effects.press('Enter');
    await effects.press('Escape');
    await expect(page.getByRole('region', { name: 'Bass effects' })).toHaveCount(0);
    const notes = page.getByRole('button', { name: /^Notes/ });
    await page.getByRole('tab', { name: /^Comments/ }).press('Escape');
    await expect(notes).toBeFocused();
    await expect(page.getByRole('complementary', { name: 'Side panel' })).toHaveCount(0);
    await effects.press('Enter');
    await notes.press('Enter');
  });

  await test.step('axe finds nothing', async () => {
    expect(await axeFindings(page)).toEqual([]);
    for (const tab of ['Chat', 'Activity', 'Versions']) {
      await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
      expect(await axeFindings(page), tab).toEqual([]);
    }
  });

  await test.step('a phone shows the name, three strips and controls for fingers, and does not scroll away', async () => {
    const storageState = await page.context().storageState();
    const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
    const context = await (page.context().browser() as Browser).newContext({ ...phone, storageState });
    const small = await context.newPage();
    await small.goto(page.url());
    await expectMixer(small);
    const name = small.getByRole('textbox', { name: 'Project name' });
    expect(await name.evaluate((field) => field.scrollWidth - field.clientWidth)).toBeLessThanOrEqual(0);
    for (const stem of ['Vocals', 'Drums', 'Bass']) {
      await expect(small.getByRole('slider', { name: `${stem} volume` })).toBeInViewport({ ratio: 1 });
    }
    const tall = await small.evaluate(() => document.documentElement.scrollHeight - window.innerHeight);
    expect(tall).toBeLessThanOrEqual(0);
    expect(await scrollsSideways(small)).toBe(false);
    expect(await cutOff(small)).toEqual([]);
    expect(await tooSmall(small)).toEqual([]);
    const tempo = small.getByRole('textbox', { name: 'Tempo', exact: true });
    await tempo.fill('137.5');
    await tempo.press('Enter');
    await expect(tempo).toHaveValue('137.5');
    for (const width of [390, 320]) {
      await small.setViewportSize({ width, height: 844 });
      expect(await tempo.evaluate((field) => field.scrollWidth - field.clientWidth)).toBeLessThanOrEqual(0);
    }
    await context.close();
  });
});

test('several songs at once become projects, and a set is found again', async ({ page }) => {
  await open(page, 'Wilhelmina Adelheid Kunigunde Maximiliane von Hohenstaufen-Sigmaringen');
  const [one, two] = [await danceTrack('Early light', 120, 4), await danceTrack('Last train', 124, 4)];
  await page.getByLabel('Song file').setInputFiles([one, two]);
  await expect(page.getByRole('link', { name: 'Early light' })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole('link', { name: 'Last train' })).toBeVisible({ timeout: 60_000 });
  expect(await axeFindings(page)).toEqual([]);
  await page.setViewportSize({ width: 390, height: 844 });
  expect(await scrollsSideways(page), 'whatever the name of the person').toBe(false);
  for (const name of ['Sign out', 'New project', 'New DJ set']) {
    await expect(page.getByRole('button', { name })).toBeInViewport({ ratio: 1 });
  }
  await page.setViewportSize({ width: 1440, height: 900 });

  await page.getByRole('button', { name: 'New DJ set' }).click();
  await page.waitForURL(/\/automix$/);
  const places = page.getByRole('navigation', { name: 'Places of this project' });
  await expect(page.getByLabel('Track files')).toBeAttached();
  await expect(places).toBeHidden();
  await expect(page.getByRole('button', { name: "This project's song" })).toBeHidden();
  const address = page.url();
  await page.goto(address.replace(/\/automix$/, ''));
  await page.waitForURL(address);
  await page.getByLabel('Track files').setInputFiles([one, two]);
  const list = page.getByRole('list', { name: 'Tracklist' }).getByRole('listitem');
  await expect(list).toHaveCount(2, { timeout: 60_000 });
  await page.getByLabel('Track files').setInputFiles(one);
  await expect(page.getByText(/is in the list already/)).toBeVisible({ timeout: 60_000 });
  expect(await axeFindings(page)).toEqual([]);

  await page.goto('/');
  const row = page.getByRole('listitem').filter({ hasText: 'DJ set,' });
  await expect(row).toContainText('2 tracks');
  await row.getByRole('link').click();
  await page.waitForURL(/\/automix$/);
});

test('a name of 120 characters pushes nothing out of a phone', async ({ page, browser }) => {
  await open(page);
  const name = `${'Donaudampfschifffahrtsgesellschaft'.repeat(2)} live at the harbour with everybody`.padEnd(
    120,
    '!',
  );
  const made = async (kind: string): Promise<string> => {
    const answer = await page.request.post('/api/v1/projects', { data: { name, kind }, headers: OWN_PAGE });
    expect(answer.ok(), await answer.text()).toBe(true);
    return ((await answer.json()) as { id: string }).id;
  };
  const [session, set] = [await made('session'), await made('set')];
  const expectFit = async (where: string, shown: Page = page) => {
    expect(await scrollsSideways(shown), where).toBe(false);
    expect(await pushedOut(shown), where).toEqual([]);
  };
  await page.setViewportSize({ width: 390, height: 844 });

  await page.goto('/');
  await expect(page.getByRole('link', { name })).toHaveCount(2);
  await expectFit('the list');
  for (const action of ['Rename', 'Delete']) {
    await page
      .getByRole('button', { name: `${action} ${name}` })
      .first()
      .click();
    const dialog = page.getByRole('dialog');
    await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeInViewport({ ratio: 1 });
    await expect(dialog.getByRole('button', { name: new RegExp(`^${action}`) })).toBeInViewport({ ratio: 1 });
    await expectFit(`the dialog ${action}`);
    await dialog.getByRole('button', { name: 'Cancel' }).click();
  }

  for (const path of [`/projects/${session}`, `/projects/${set}/automix`]) {
    await page.goto(path);
    await expect(page.getByRole('textbox', { name: 'Project name' })).toHaveValue(name);
    await expect(page.getByRole('button', { name: 'Invite' })).toBeInViewport({ ratio: 1 });
    await expectFit(path);
    await page.getByRole('button', { name: 'Invite' }).click();
    await expect(page.getByRole('button', { name: 'Create link' })).toBeInViewport({ ratio: 1 });
    await expectFit(`the people of ${path}`);
  }
  await page.getByRole('button', { name: 'Create link' }).click();
  const link = await page.getByLabel('Invitation link').inputValue();
  await expectFit('a new link');

  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const invited = await context.newPage();
  await invited.goto(link);
  await expect(invited.getByRole('heading', { name: `Join “${name}”` })).toBeVisible();
  await expect(invited.getByRole('link', { name: 'Sign up to join' })).toBeInViewport({ ratio: 1 });
  await expectFit('the invitation', invited);
  await context.close();
});

test('tracks from the API are in the set, and a notice on other pages names where to drop files', async ({
  page,
}) => {
  await open(page);
  for (let time = 0; time < 2; time += 1) {
    await page.getByRole('button', { name: 'New DJ set' }).click();
    await page.waitForURL(/\/automix$/);
    await page.goto('/');
  }
  const rows = page.getByRole('listitem').filter({ hasText: 'DJ set,' });
  await expect(rows).toHaveCount(1);
  await rows.getByRole('link').click();
  await page.waitForURL(/\/automix$/);
  const bytes = await readFile(await danceTrack('By the API', 122, 4));
  const id = page.url().split('/').at(-2);
  const send = async () => {
    const sent = await page.request.post(`/api/v1/projects/${id}/tracks`, {
      headers: { origin: new URL(page.url()).origin },
      multipart: { file: { name: 'By the API.flac', mimeType: 'audio/flac', buffer: bytes } },
    });
    expect(sent.status()).toBe(202);
  };
  await send();
  const list = page.getByRole('list', { name: 'Tracklist' }).getByRole('listitem');
  await expect(list).toHaveCount(1, { timeout: 30_000 });
  await page.reload();
  await expect(list).toHaveCount(1);
  await list.getByRole('button', { name: 'Remove By the API' }).click();
  await expect(list).toHaveCount(0);
  await expect(page.getByRole('status', { name: 'Connection' })).toContainText('Saved');
  await send();
  await expect(list).toHaveCount(1, { timeout: 30_000 });

  for (const path of ['/settings', '/about', '/nowhere']) {
    await page.goto(path);
    await expect(async () => expect(await dropFileOn(page, 'body')).toBe(true)).toPass();
    await expect(page.getByText(/Drop songs on the home page/)).toBeVisible();
  }
});

test('an upload goes on while another page is open, and leaving is asked about', async ({ page }) => {
  await open(page);
  const client = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 };
  await client.send('Network.emulateNetworkConditions', slow);
  await page.getByLabel('Song file').setInputFiles(await danceTrack('Slow line', 121, 4));
  await expect(page.getByText(/^Uploading/)).toBeVisible();
  await page.getByRole('link', { name: 'Library' }).click();
  await page.waitForURL(/\/library$/);
  const tray = page.getByRole('complementary', { name: 'Uploads' });
  await expect(tray.getByText('Slow line.flac')).toBeVisible();
  const asked = page.waitForEvent('dialog');
  await page.evaluate(() => setTimeout(() => window.location.reload(), 0));
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await client.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  await expect(tray.getByText('Slow line.flac')).toBeHidden({ timeout: 60_000 });
  await page.goto('/');
  await expect(page.getByRole('link', { name: 'Slow line' })).toBeVisible();
});

test('an upload that a reload broke off is named, and one that failed can be tried again', async ({
  page,
}) => {
  await open(page);
  const client = await page.context().newCDPSession(page);
  const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 60_000 };
  await client.send('Network.emulateNetworkConditions', slow);
  await page.getByLabel('Song file').setInputFiles(await danceTrack('Broken off', 123, 4));
  await expect(page.getByText(/^Uploading/)).toBeVisible();
  page.once('dialog', (dialog) => dialog.accept());
  await page.reload();
  const tray = page.getByRole('complementary', { name: 'Uploads' });
  await expect(tray.getByText(/“Broken off.flac” did not finish/)).toBeVisible();
  await tray.getByRole('button', { name: 'Dismiss' }).click();

  await client.send('Network.emulateNetworkConditions', { ...slow, offline: true });
  await page.getByLabel('Song file').setInputFiles(await danceTrack('Broken off', 123, 4));
  const again = page.getByRole('button', { name: 'Try again' });
  await expect(again).toBeVisible();
  await client.send('Network.emulateNetworkConditions', { ...slow, uploadThroughput: -1 });
  await again.click();
  await page.waitForURL(/\/projects\//);
});
