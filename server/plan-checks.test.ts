// The messages about limits of a plan: consistent with the one table of plans, with a way out where there is
// one.
import { describe, expect, it } from 'vitest';
import { PlanLimitError } from '@/server/errors';
import { checkDuration, checkExport, checkMemberCount, checkProjectCount, tooLarge } from './plan-checks';
import { PLANS } from './plans';

function refusal(check: () => void): string {
  try {
    check();
  } catch (error) {
    if (error instanceof PlanLimitError) return `${error.status} ${error.message}`;
    throw error;
  }
  return 'allowed';
}

describe('plans', () => {
  it('export what their row of the table says and nothing else', () => {
    for (const plan of ['free', 'pro'] as const) {
      for (const format of ['mp3', 'wav', 'flac'] as const) {
        const allowed = PLANS[plan].formats.includes(format);
        expect(refusal(() => checkExport(plan, format, 16)) === 'allowed').toBe(allowed);
      }
    }
    expect(refusal(() => checkExport('free', 'mp3', 24))).toBe(
      '402 The Free plan exports 16 bits. The Pro plan exports 24 bits.',
    );
  });

  it('take songs up to their length', () => {
    expect(refusal(() => checkDuration('free', PLANS.free.maxDurationS))).toBe('allowed');
    expect(refusal(() => checkDuration('free', 45 * 60))).toBe(
      '413 This file is 45 minutes long; the Free plan takes songs of up to 30 minutes. The Pro plan takes longer ones.',
    );
    expect(refusal(() => checkDuration('pro', 3 * 3600))).toBe(
      '413 This file is 3 hours long; the Pro plan takes songs of up to 2 hours.',
    );
  });

  it('name a larger plan only where it helps', () => {
    expect(tooLarge('free', 200 * 1024 ** 2).message).toContain('The Pro plan takes larger ones.');
    expect(tooLarge('free', 800 * 1024 ** 2).message).not.toContain('Pro');
  });

  it('count what is there before one more is added', () => {
    expect(refusal(() => checkProjectCount('free', PLANS.free.maxProjects - 1))).toBe('allowed');
    expect(refusal(() => checkProjectCount('free', PLANS.free.maxProjects))).toMatch(/^402 /);
    expect(refusal(() => checkMemberCount('pro', PLANS.pro.maxMembers))).toMatch(/^402 This project is full/);
  });
});
