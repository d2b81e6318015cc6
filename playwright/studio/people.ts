// People of the end-to-end test: they sign up on the page, and an operator changes a plan.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type BrowserContext, expect, type Page } from '@playwright/test';

const run = promisify(execFile);

export interface Account {
  readonly name: string;
  readonly email: string;
  readonly password: string;
}

/** An account that no other test has. */
export function newAccount(name: string): Account {
  const tag = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  return { name, email: `${name.toLowerCase()}-${tag}@example.com`, password: `${tag}-a-good-password` };
}

/** Puts an account on the Pro plan, by the command line, as an operator would. */
export async function makePro({ email, password }: Account): Promise<void> {
  const account = ['--email', email, '--password', password, '--plan', 'pro'];
  await run('node', ['server/launch/isomix.mjs', 'user', 'add', ...account], {
    env: { ...process.env, DATA_DIR: process.env.ISOMIX_TEST_DATA ?? '.data-playwright' },
  });
}

export async function signUp(page: Page, account: Account): Promise<void> {
  await page.getByLabel('Name', { exact: true }).fill(account.name);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('form', { name: 'Sign up' }).getByRole('button').click();
}

/** What the studio's own pages send along with a request. */
export const OWN_PAGE = { 'sec-fetch-site': 'same-origin' };

/** Signs somebody new up and in without a page: for tests whose matter is another. */
export async function enter({ request }: BrowserContext, account: Account): Promise<void> {
  const { name, email, password } = account;
  const made = await request.post('/api/v1/auth/sign-up', {
    data: { name, email, password },
    headers: OWN_PAGE,
  });
  expect(made.ok(), await made.text()).toBe(true);
  const { csrfToken } = (await (await request.get('/api/auth/csrf')).json()) as { csrfToken: string };
  const signedIn = await request.post('/api/auth/callback/credentials', {
    form: { email, password, csrfToken, json: 'true' },
    headers: OWN_PAGE,
  });
  expect(signedIn.ok(), await signedIn.text()).toBe(true);
}
