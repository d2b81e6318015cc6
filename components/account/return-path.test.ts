// A sign-in link cannot be made to leave the site.
import { expect, it } from 'vitest';
import { accountPage, returnPath } from './return-path';

it('keeps paths of this site and refuses others', () => {
  expect(returnPath('/projects/abc?x=1')).toBe('/projects/abc?x=1');
  for (const bad of [
    '//evil.test',
    '/\\evil.test',
    'https://evil.test/a',
    'javascript:alert(1)',
    '',
    undefined,
    ['/a'],
  ]) {
    expect(returnPath(bad)).toBe('/');
  }
});

it('carries the path to return to', () => {
  expect(accountPage('sign-in', '/')).toBe('/sign-in');
  expect(
    returnPath(new URL(accountPage('sign-up', '/invite/a?b'), 'http://x').searchParams.get('callbackUrl')),
  ).toBe('/invite/a?b');
});
