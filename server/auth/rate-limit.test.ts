// Rate limits count per key in a sliding window and forget in time.
import { describe, expect, it } from 'vitest';
import { RateLimitError } from '@/server/errors';
import { addressOf } from './limits';
import { RateLimiter } from './rate-limit';

function limiterAt(limit: number) {
  const clock = { now: 0 };
  const options = { limit, windowMs: 1_000, sentence: 'Too often.', now: () => clock.now };
  return { clock, limiter: new RateLimiter(options) };
}

describe('RateLimiter', () => {
  it('stops a key at its limit and lets it go on when the window has passed', () => {
    const { clock, limiter } = limiterAt(2);
    for (const now of [0, 400]) {
      clock.now = now;
      limiter.check('a');
      limiter.count('a');
    }
    clock.now = 500;
    expect(() => limiter.check('a')).toThrow(RateLimitError);
    expect(() => limiter.check('b')).not.toThrow();
    clock.now = 1_001;
    expect(() => limiter.check('a')).not.toThrow();
  });

  it('says when to come back', () => {
    const { clock, limiter } = limiterAt(1);
    limiter.count('a');
    clock.now = 250;
    try {
      limiter.check('a');
      expect.unreachable();
    } catch (error) {
      expect((error as RateLimitError).headers).toEqual({ 'retry-after': '1' });
    }
  });

  it('forgives', () => {
    const { limiter } = limiterAt(1);
    limiter.count('a');
    limiter.forgive('a');
    expect(() => limiter.check('a')).not.toThrow();
  });
});

it('believes the last hop alone', () => {
  expect(addressOf('1.1.1.1, 10.0.0.7')).toBe('10.0.0.7');
  expect(addressOf(null)).toBe('unknown');
});
