// A sign-in link cannot be made to leave the site.
import { expect, it } from 'vitest';
import { accountPage, returnPath } from './return-path';

const LEADS_AWAY = [
  '//evil.test',
  '/\\evil.test',
  '/./\\evil.test',
  '/..//evil.test',
  '/foo/..//evil.test',
  '/./%2e/\\evil.test',
  '/%2e%2e//evil.test',
  '/a/../\\/evil.test',
  '\\\\evil.test',
  '/\t/evil.test',
  '/\n/evil.test',
  '\t//evil.test',
  ' //evil.test',
  '/\0/evil.test/..//',
  'https://evil.test/a',
  'https:evil.test',
  '//user:secret@evil.test/',
  '/.//user@evil.test',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'data:text/html,x',
  '@evil.test',
  'evil.test',
  '',
];

it.each(LEADS_AWAY)('does not follow %j away from the site', (asked) => {
  const path = returnPath(asked);
  expect(path).toMatch(/^\/(?![/\\])/);
  expect(new URL(path, 'https://studio.test').origin).toBe('https://studio.test');
  expect(path).not.toMatch(/^\/[/\\]/);
});

it('answers the front page for what is no path of this site', () => {
  for (const bad of [
    '/./\\evil.test',
    '/..//evil.test',
    '/foo/..//evil.test',
    'https://a.test',
    undefined,
    ['/a'],
  ]) {
    expect(returnPath(bad)).toBe('/');
  }
});

it('keeps paths of this site', () => {
  for (const path of [
    '/projects/abc?x=1',
    '/invite/a-b_c',
    '/a//b',
    '/sign-in?callbackUrl=%2F%2Fevil.test',
  ]) {
    expect(returnPath(path)).toBe(path);
  }
});

it('carries the path to return to', () => {
  expect(accountPage('sign-in', '/')).toBe('/sign-in');
  expect(
    returnPath(new URL(accountPage('sign-up', '/invite/a?b'), 'http://x').searchParams.get('callbackUrl')),
  ).toBe('/invite/a?b');
});
