// Why a studio does not use, or does not sweep, the storage that it was given.
import { knowCopies } from '@/platform/error-copies';

/** The storage is not the database's own, or it cannot be known. The message is one sentence that says what to do. */
export class StorageTieError extends Error {
  static {
    knowCopies(StorageTieError, 'StorageTieError');
  }
}
