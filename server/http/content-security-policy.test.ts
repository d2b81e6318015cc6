// The policy of pages: scripts run by nonce alone, and nobody may frame us.
import { expect, it } from 'vitest';
import { contentSecurityPolicy } from './content-security-policy';

it('lets a script run by its nonce and by nothing weaker', () => {
  const directives = contentSecurityPolicy('r4nd0m').split('; ');
  const scripts = directives.find((directive) => directive.startsWith('script-src'));
  expect(scripts).toContain("'nonce-r4nd0m'");
  expect(scripts).not.toMatch(/unsafe-inline|'unsafe-eval'|blob:|https?:/);
  expect(directives).toContain("frame-ancestors 'none'");
});

it('lets pages fetch audio from the studio, and from the storage only where it gives audio itself', () => {
  const connections = (policy: string) => policy.split('; ').find((each) => each.startsWith('connect-src'));
  expect(connections(contentSecurityPolicy('x'))).toBe("connect-src 'self' ws: wss:");
  const giving = contentSecurityPolicy('x', 'https://media.example.com');
  expect(connections(giving)).toBe("connect-src 'self' ws: wss: https://media.example.com");
});

it('the policy of pages allows eval in development alone', () => {
  expect(contentSecurityPolicy('x')).not.toContain(" 'unsafe-eval'");
  expect(contentSecurityPolicy('x', null, true)).toContain(" 'unsafe-eval'");
});
