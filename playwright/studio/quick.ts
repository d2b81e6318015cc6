// The ways into a project without the pages that lead there: for tests whose matter is what happens inside.
import { createReadStream } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { type Account, enter, newAccount, OWN_PAGE } from './people';
import { composedSong } from './songs';

const idOf = (page: Page): string => new URL(page.url()).pathname.split('/')[2] as string;

/** Signs somebody new up, sends a song and opens its project. */
export async function openSong(browser: Browser, account: Account, song: string): Promise<Page> {
  const context = await browser.newContext();
  await enter(context, account);
  const sent = await context.request.post('/api/v1/upload/base-track', {
    multipart: { file: createReadStream(song) },
    headers: OWN_PAGE,
  });
  const { project_id: projectId } = (await sent.json()) as { project_id: string };
  const page = await context.newPage();
  await page.goto(`/projects/${projectId}`);
  return page;
}

/** Signs somebody new up and opens a session with imported files: a track of forty seconds for each name. */
export async function openFiles(browser: Browser, account: Account, names: readonly string[]): Promise<Page> {
  const context = await browser.newContext();
  await enter(context, account);
  const made = await context.request.post('/api/v1/projects', {
    data: { name: 'Session' },
    headers: OWN_PAGE,
  });
  const { id } = (await made.json()) as { id: string };
  for (const [seed, name] of names.entries()) {
    const file = createReadStream(await composedSong(40, seed + 1));
    await context.request.post(`/api/v1/projects/${id}/sources`, {
      multipart: { file, name },
      headers: OWN_PAGE,
    });
  }
  const page = await context.newPage();
  await page.goto(`/projects/${id}`);
  return page;
}

/** Lets a new Ben into the project that a page shows, and opens `path` of it, such as `/automix`. */
export async function letBenIn(owner: Page, browser: Browser, path = ''): Promise<Page> {
  const project = `/projects/${idOf(owner)}`;
  const invited = await owner.request.post(`/api/v1${project}/invites`, {
    data: { role: 'editor', expires_in_h: 24, max_uses: 1 },
    headers: OWN_PAGE,
  });
  const { url } = (await invited.json()) as { url: string };
  const context = await browser.newContext();
  await enter(context, newAccount('Ben'));
  const token = new URL(url).pathname.split('/').at(-1);
  await context.request.post(`/api/v1/invites/${token}/accept`, { headers: OWN_PAGE });
  const ben = await context.newPage();
  await ben.goto(`${project}${path}`);
  return ben;
}
