// Pages of one session in a rehearsal room, for a benchmark: people who sign up, join, play and seek.
import type { Browser, BrowserContext, Page } from '@playwright/test';
import { enter, newAccount, OWN_PAGE } from '@/playwright/studio/people';

/**
 * Signs somebody new up in a browser of their own.
 * @param latencySeconds how much sound their browser prepares ahead, where a busy machine drops blocks otherwise
 */
export async function newPerson(
  browser: Browser,
  origin: string,
  name: string,
  latencySeconds: number | null = null,
): Promise<BrowserContext> {
  // A small page: what is drawn by the processor costs the sound what it is measured by.
  const viewport = { width: 480, height: 360 };
  const context = await browser.newContext({ baseURL: origin, viewport, reducedMotion: 'reduce' });
  if (latencySeconds !== null) {
    await context.addInitScript((latencyHint) => {
      window.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super({ ...options, latencyHint });
        }
      };
    }, latencySeconds);
  }
  await enter(context, newAccount(name));
  return context;
}

/** Makes a session with one imported file. @returns the id of the project */
export async function newSession({ request }: BrowserContext, name: string, file: Buffer): Promise<string> {
  const made = await request.post('/api/v1/projects', { data: { name }, headers: OWN_PAGE });
  const { id } = (await made.json()) as { id: string };
  const sent = await request.post(`/api/v1/projects/${id}/sources`, {
    multipart: { file: { name: `${name}.wav`, mimeType: 'audio/wav', buffer: file } },
    headers: OWN_PAGE,
  });
  if (!sent.ok()) throw new Error(await sent.text());
  return id;
}

/** Lets somebody into the project of another. */
export async function letIn(owner: BrowserContext, guest: BrowserContext, projectId: string): Promise<void> {
  const invited = await owner.request.post(`/api/v1/projects/${projectId}/invites`, {
    data: { role: 'editor', expires_in_h: 24, max_uses: 1 },
    headers: OWN_PAGE,
  });
  const { url } = (await invited.json()) as { url: string };
  const token = new URL(url).pathname.split('/').at(-1);
  const accepted = await guest.request.post(`/api/v1/invites/${token}/accept`, { headers: OWN_PAGE });
  if (!accepted.ok()) throw new Error(await accepted.text());
}

/** Opens the project and joins its rehearsal room. */
export async function joinRoom(context: BrowserContext, projectId: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`/projects/${projectId}`);
  await page.getByRole('button', { name: 'Rehearse' }).click({ timeout: 120_000 });
  await page.getByRole('button', { name: 'Join the room' }).click();
  await page.getByRole('status').getByText('ms away').waitFor();
  return page;
}

/** Seeks by the position field. */
export async function seekTo(page: Page, seconds: number): Promise<void> {
  const field = page.getByRole('textbox', { name: 'Position', exact: true });
  await field.fill(`0:${String(seconds).padStart(2, '0')}`);
  await field.press('Enter');
}

/** The offset that a page shows, in milliseconds; null where it shows none. */
export async function shownOffset(page: Page): Promise<number | null> {
  const shown = page.getByLabel('Your offset from the room');
  if ((await shown.count()) === 0) return null;
  const text = (await shown.textContent()) ?? '';
  const ms = Number.parseFloat(text.replace('−', '-'));
  return Number.isFinite(ms) ? ms : null;
}
