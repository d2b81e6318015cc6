// Resources of uploads in progress in this process: their number per user, and the bytes they will take on
// the disk.
import { RateLimitError } from '@/server/errors';
import { rulesOf } from '@/server/plans';
import type { UsageAccount } from '@/server/usage/usage';
import { reserveSpace } from './free-space';

/** Where the sender does not say how large the upload is, room is made in steps of this size. */
const STEP_BYTES = 16 * 2 ** 20;
const RETRY_S = 10;

interface UserSlots {
  uploads: number;
  bytes: number;
}

class UploadSlots {
  readonly byUser = new Map<string, UserSlots>();
  /** Bytes that were promised room and are not on the disk yet, of everybody. */
  unwritten = 0;
}

/** Next bundles each route with its own copy of this file; the global object exists once. */
const globals = globalThis as typeof globalThis & { isomixUploadSlots?: UploadSlots };
const slots = (): UploadSlots => {
  globals.isomixUploadSlots ??= new UploadSlots();
  return globals.isomixUploadSlots;
};

const tooMuch = (message: string): RateLimitError => new RateLimitError(message, RETRY_S);

/** The space that one upload reserves until it is closed. */
export class UploadSlot {
  #reserved = 0;
  #received = 0;
  /** What of `unwritten` is this slot's. */
  #counted = 0;
  #isClosed = false;

  readonly #account: UsageAccount;
  readonly #folder: string;

  private constructor(account: UsageAccount, folder: string) {
    this.#account = account;
    this.#folder = folder;
  }

  /**
   * Takes a slot for an upload of `announced` bytes, 0 when the sender does not say.
   * @throws RateLimitError when the person has too much under way, StorageFullError when the disk has no room
   */
  static async open(account: UsageAccount, folder: string, announced: number): Promise<UploadSlot> {
    const { title, maxUploadsAtOnce } = rulesOf(account.plan);
    const all = slots();
    const byUser = all.byUser.get(account.id) ?? { uploads: 0, bytes: 0 };
    if (byUser.uploads >= maxUploadsAtOnce) {
      throw tooMuch(
        `The ${title} plan takes ${maxUploadsAtOnce} uploads at a time; wait until one has ended.`,
      );
    }
    byUser.uploads += 1;
    all.byUser.set(account.id, byUser);
    const slot = new UploadSlot(account, folder);
    try {
      await slot.#reserve(announced);
      return slot;
    } catch (error) {
      slot.close();
      throw error;
    }
  }

  /** Bytes that have arrived. */
  get received(): number {
    return this.#received;
  }

  /** Counts bytes that arrived and makes room where they are more than was announced. Errors as `open`. */
  async grow(bytes: number): Promise<void> {
    this.#received += bytes;
    this.#count();
    if (this.#received > this.#reserved) await this.#reserve(Math.max(STEP_BYTES, bytes));
  }

  /** Releases the reserved space. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#count();
    const all = slots();
    const byUser = all.byUser.get(this.#account.id);
    if (!byUser) return;
    byUser.uploads -= 1;
    byUser.bytes -= this.#reserved;
    if (byUser.uploads === 0) all.byUser.delete(this.#account.id);
  }

  #count(): void {
    const unwritten = this.#isClosed ? 0 : Math.max(0, this.#reserved - this.#received);
    slots().unwritten += unwritten - this.#counted;
    this.#counted = unwritten;
  }

  async #reserve(bytes: number): Promise<void> {
    const { title, maxUploadBytesAtOnce } = rulesOf(this.#account.plan);
    const all = slots();
    const byUser = all.byUser.get(this.#account.id);
    if (byUser && byUser.bytes + bytes > maxUploadBytesAtOnce) {
      const most = Math.floor(maxUploadBytesAtOnce / 1e9);
      throw tooMuch(`The ${title} plan takes ${most} GB of uploads at a time; wait until one has ended.`);
    }
    // Counted before the disk is looked at, so that uploads which begin together do not see the same free space.
    if (byUser) byUser.bytes += bytes;
    this.#reserved += bytes;
    this.#count();
    await reserveSpace(this.#folder, all.unwritten);
  }
}
