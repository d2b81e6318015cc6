// Access to an account: browsers signed out from another one, tokens shown once, addresses that lead to other
// sites.
import { type Browser, expect, type Page, test } from '@playwright/test';
import { type Account, newAccount, signUp } from './studio/people';

async function signIn(browser: Browser, { email, password }: Account): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('form', { name: 'Sign in' }).getByRole('button').click();
  await page.waitForURL('/');
  return page;
}

test('signing out everywhere closes the project that is open in another browser', async ({
  page,
  browser,
}) => {
  const ana = newAccount('Ana');
  await page.goto('/sign-up');
  await signUp(page, ana);
  await page.waitForURL('/');
  const created = await page.request.post('/api/v1/projects', {
    data: { name: 'Doors' },
    headers: { 'sec-fetch-site': 'same-origin' },
  });
  const { id } = (await created.json()) as { id: string };
  await page.goto(`/projects/${id}`);

  const other = await signIn(browser, ana);
  await other.goto('/settings');
  await expect(other.getByText('This browser')).toHaveCount(1);
  await expect(other.getByRole('button', { name: /^Sign out Chrome/ })).toHaveCount(1);
  await other.getByRole('button', { name: 'Sign out everywhere' }).click();
  await other.getByRole('dialog').getByRole('button', { name: 'Sign out everywhere' }).click();
  await other.waitForURL('/sign-in');
  await expect(page.getByRole('alert').getByText('You are signed out.')).toBeVisible();
  expect((await page.request.get('/api/v1/me')).status()).toBe(401);
  await other.context().close();
});

test('a token is shown once and works until it is revoked', async ({ page, playwright, baseURL }) => {
  await page.goto('/sign-up');
  await signUp(page, newAccount('Tom'));
  await page.waitForURL('/');
  await page.goto('/settings');
  await page.getByLabel('What it is for').fill('Backup');
  await page.getByLabel('It may').selectOption('read');
  await page.getByRole('button', { name: 'Create token' }).click();
  // The form that makes tokens is called the same.
  const shown = page.getByRole('textbox', { name: 'New API token' });
  const token = await shown.inputValue();
  const headers = { authorization: `Bearer ${token}` };
  const program = await playwright.request.newContext({
    ...(baseURL ? { baseURL } : {}),
    extraHTTPHeaders: headers,
  });
  expect((await program.get('/api/v1/projects')).status()).toBe(200);
  expect((await program.post('/api/v1/projects', { data: { name: 'No' } })).status()).toBe(403);
  await page.reload();
  await expect(page.getByText(/^Only reads, until/)).toBeVisible();
  await expect(shown).toHaveCount(0);
  await page.getByRole('button', { name: 'Revoke Backup' }).click();
  await expect(page.getByText(/^Only reads/)).toHaveCount(0);
  expect((await program.get('/api/v1/projects')).status()).toBe(401);
});

test('no sign-in link leads away from the studio', async ({ page }) => {
  await page.goto('/sign-up');
  await signUp(page, newAccount('Uma'));
  await page.waitForURL('/');
  for (const away of [
    '/./%5Cevil.test',
    '/..//evil.test',
    '/foo/..//evil.test',
    '//evil.test',
    'https://evil.test',
  ]) {
    const answer = await page.request.get(`/sign-in?callbackUrl=${away}`, { maxRedirects: 0 });
    const to = new URL(answer.headers().location ?? '/', page.url());
    expect([answer.status(), to.origin]).toEqual([307, new URL(page.url()).origin]);
  }
});
