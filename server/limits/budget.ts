// Budgets of costly operations per key (a person, an address), counted in the database so that all processes share
// them.
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterPostgres,
  RateLimiterRes,
} from 'rate-limiter-flexible';
import { getPool } from '@/platform/database/client';
import { RateLimitError } from '@/server/errors';

export interface BudgetOptions {
  /** Unique among all budgets; part of the stored key. */
  readonly name: string;
  /** What one key may spend within `windowS`. */
  readonly points: number;
  readonly windowS: number;
  /** The complete user message when it is used up. */
  readonly message: string;
}

export interface Budget {
  /**
   * Spends `points` (1 by default) of a key's budget.
   * @throws RateLimitError with Retry-After when it is spent
   */
  spend(key: string, points?: number): Promise<void>;
  /** Throws as `spend` does, without spending. */
  check(key: string): Promise<void>;
  /** Gives back `points` (1 by default) that were spent for something that did not count after all. */
  refund(key: string, points?: number): Promise<void>;
  /** Gives a key its whole budget back, as after a successful sign-in. */
  reset(key: string): Promise<void>;
}

/** How long a check goes by what the last one found, and for how many keys; another process may give points back. */
const REFUSAL_CACHE_MS = 5_000;
const MAX_CACHED_REFUSALS = 10_000;

function createLimiter({ name, points, windowS }: BudgetOptions): RateLimiterAbstract {
  const common = { keyPrefix: name, points, duration: windowS };
  return new RateLimiterPostgres({
    ...common,
    storeClient: getPool(),
    storeType: 'pool',
    tableName: 'RateLimit',
    tableCreated: true,
    // A key that has spent its budget is refused from memory: a flood does not reach the database.
    inMemoryBlockOnConsumed: points + 1,
    // While the database is unavailable each process counts by itself.
    insuranceLimiter: new RateLimiterMemory(common),
  });
}

/** Defines a budget; the database is connected on first use. */
export function createBudget(options: BudgetOptions): Budget {
  let limiter: RateLimiterAbstract | undefined;
  const current = () => {
    limiter ??= createLimiter(options);
    return limiter;
  };
  /** What `check` found spent a moment ago: a flood of checks does not reach the database. */
  const spent = new Map<string, { readonly askAgainAt: number; readonly endsAt: number }>();
  const rememberSpent = (key: string, msBeforeNext: number) => {
    if (spent.size >= MAX_CACHED_REFUSALS) spent.clear();
    const now = performance.now();
    spent.set(key, {
      askAgainAt: now + Math.min(msBeforeNext, REFUSAL_CACHE_MS),
      endsAt: now + msBeforeNext,
    });
  };
  const refused = (msBeforeNext: number) =>
    new RateLimitError(options.message, Math.max(1, msBeforeNext / 1000));
  return {
    async spend(key, points = 1) {
      try {
        await current().consume(key, points);
      } catch (error) {
        throw error instanceof RateLimiterRes ? refused(error.msBeforeNext) : error;
      }
    },
    async check(key) {
      const entry = spent.get(key);
      const now = performance.now();
      if (entry && now < entry.askAgainAt) throw refused(entry.endsAt - now);
      spent.delete(key);
      const state = await current().get(key);
      if (!state || state.consumedPoints < options.points) return;
      rememberSpent(key, state.msBeforeNext);
      throw refused(state.msBeforeNext);
    },
    async refund(key, points = 1) {
      spent.delete(key);
      await current().reward(key, points);
    },
    async reset(key) {
      spent.delete(key);
      await current().delete(key);
    },
  };
}
