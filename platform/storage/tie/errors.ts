// Why a studio does not use, or does not sweep, the storage that it was given.
import { matchCopies } from '@/platform/error-copies';

/**
 * The storage is not the database's own, or that cannot be determined. The message tells the operator what to
 * do.
 */
export class StorageTieError extends Error {
  static {
    matchCopies(StorageTieError, 'StorageTieError');
  }
}
