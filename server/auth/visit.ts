// One request to next-auth, and what it has no way to say itself.
import type { RequestError } from '@/server/errors';

/** What next-auth does not hand to its callbacks, and what it has no way to answer. */
export interface Visit {
  readonly userAgent: string | null;
  /** Set when a sign-in was refused with a status of its own, such as 429 */
  refusal?: RequestError;
}
