// The first checks of an upload, before its body is read.
import { addressKey, addressOf } from '@/server/http/address';
import { createBudget } from '@/server/limits/budget';
import { chargeFiles, checkUsage, type UsageAccount } from '@/server/usage/usage';

const WINDOW_S = 600;

/** Several people may share an address, so it has more than each of them. */
const perPerson = createBudget({
  name: 'upload-person',
  points: 600,
  windowS: WINDOW_S,
  message: 'You have sent many files in a few minutes; wait a little before the next one.',
});
const perAddress = createBudget({
  name: 'upload-address',
  points: 1_800,
  windowS: WINDOW_S,
  message: 'Many files came from this address in a few minutes; wait a little before the next one.',
});

/**
 * Counts an upload, whatever becomes of it: a refused one has been received and checked like any other.
 * @throws RateLimitError, or PlanLimitError when the files of the day, or the time for checking them, are used up
 */
export async function admitUpload(account: UsageAccount, request: Request): Promise<void> {
  await perPerson.spend(account.id);
  await perAddress.spend(addressKey(addressOf(request.headers.get('x-forwarded-for'))));
  await checkUsage(account, 'checking');
  await chargeFiles(account, 1);
}
