// Handshakes that come back at once after a refusal are refused without being checked again.
import { expect, it, vi } from 'vitest';
import { RateLimitError, UnauthorizedError } from '@/server/errors';
import { SocketLimits } from './socket-limits';

const refusing = (retryAfterS: number) =>
  vi.fn(() => Promise.reject(new RateLimitError('Wait.', retryAfterS)));

it('remembers a refusal for the credential that met it, and for no other', async () => {
  const limits = new SocketLimits();
  const check = refusing(60);
  for (let i = 0; i < 3; i++) await expect(limits.unlessRefused('ada', check)).rejects.toThrow('Wait.');
  expect(check).toHaveBeenCalledTimes(1);
  await expect(limits.unlessRefused('ben', async () => 'in')).resolves.toBe('in');
});

it('checks again once the time to wait is over', async () => {
  const limits = new SocketLimits();
  const check = refusing(0);
  for (let i = 0; i < 2; i++) await expect(limits.unlessRefused('ada', check)).rejects.toThrow('Wait.');
  expect(check).toHaveBeenCalledTimes(2);
});

it('checks a handshake again that failed for another reason than a rate limit', async () => {
  const limits = new SocketLimits();
  const check = vi.fn(() => Promise.reject(new UnauthorizedError()));
  for (let i = 0; i < 2; i++) await expect(limits.unlessRefused('ada', check)).rejects.toThrow('Sign in');
  expect(check).toHaveBeenCalledTimes(2);
});
