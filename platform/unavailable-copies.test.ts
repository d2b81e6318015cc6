// The web process has several copies of its modules, one for each bundle: an error of one is recognised in
// all others.
import { expect, it, vi } from 'vitest';
import { DeadlineError } from './deadline';
import { ObjectNotFoundError } from './storage/storage';
import { attributed, UnavailableError, unavailableOf } from './unavailable';

vi.resetModules();
const other = { ...(await import('./deadline')), ...(await import('./unavailable')) };

it('knows a deadline and an absence that another copy has thrown', () => {
  expect(other.DeadlineError).not.toBe(DeadlineError);
  expect(unavailableOf(new other.DeadlineError('The database', 6000, 'database'))?.dependency).toBe(
    'database',
  );
  expect(unavailableOf(new other.UnavailableError('storage'))?.dependency).toBe('storage');
  expect(new other.UnavailableError('queue')).toBeInstanceOf(UnavailableError);
});

it('knows whose broken connection another copy has noted', () => {
  const broken = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  other.attributed(broken, 'queue');
  expect(unavailableOf(broken)?.dependency).toBe('queue');
  expect(unavailableOf(attributed(new Error('a defect'), 'queue'))).toBeNull();
});

it('takes nothing else for one', () => {
  for (const value of [new Error('x'), new ObjectNotFoundError('a'), null, 'text', { message: 'x' }]) {
    expect(value).not.toBeInstanceOf(DeadlineError);
    expect(value).not.toBeInstanceOf(UnavailableError);
  }
  expect(new DeadlineError('The database', 1)).not.toBeInstanceOf(UnavailableError);
});
