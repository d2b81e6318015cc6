// Budgets: shared by processes, rejected with a message and a retry time, refunded on reset.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '@/platform/database/testing/test-database';
import { RateLimitError } from '@/server/errors';
import { createBudget } from './budget';

const options = { name: 'test', points: 2, windowS: 60, message: 'Too many tests.' };

describe('a budget', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());

  it('rejects what exceeds it, with the message and the time to wait', async () => {
    const budget = createBudget(options);
    await budget.spend('ana');
    await budget.spend('ana');
    const refused = await budget.spend('ana').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RateLimitError);
    expect(refused).toMatchObject({ message: 'Too many tests.' });
    expect(Number((refused as RateLimitError).headers['retry-after'])).toBeGreaterThan(50);
    await expect(budget.spend('ben')).resolves.toBeUndefined();
  });

  it('is shared by everything that counts under its name', async () => {
    await createBudget(options).spend('cleo', 2);
    await expect(createBudget(options).spend('cleo')).rejects.toThrow('Too many tests.');
    await expect(createBudget(options).check('cleo')).rejects.toThrow('Too many tests.');
  });

  it('allows its full amount again after a reset', async () => {
    const budget = createBudget(options);
    await budget.spend('dan', 2);
    await expect(budget.check('dan')).rejects.toThrow('Too many tests.');
    await budget.reset('dan');
    await expect(budget.spend('dan')).resolves.toBeUndefined();
  });
});
