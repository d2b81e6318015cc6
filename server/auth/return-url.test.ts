// Where next-auth sends browsers: nowhere but to the studio, however the address is written.
import { expect, it } from 'vitest';
import { returnUrl } from './return-url';

const BASE = 'https://studio.test';

it('keeps addresses of the studio', () => {
  expect(returnUrl('/projects/a?b=1', BASE)).toBe(`${BASE}/projects/a?b=1`);
  expect(returnUrl(`${BASE}/library`, BASE)).toBe(`${BASE}/library`);
});

it.each([
  '//evil.test',
  '/\\evil.test',
  '/./\\evil.test',
  '/..//evil.test',
  '/foo/..//evil.test',
  '\t//evil.test',
  'https://evil.test',
  `${BASE}.evil.test/`,
  `${BASE}@evil.test/`,
  'https://user@studio.test/',
  'http://studio.test/',
  `${BASE}//evil.test`,
  'javascript:alert(1)',
  'data:text/html,x',
  'https://',
])('answers the front page for %j', (asked) => {
  expect(returnUrl(asked, BASE)).toBe(BASE);
});
