// How one operation of the API is written down: what it takes, what it answers, and who may call it.
import type { z } from 'zod';

/** `session`: cookie or API token; `link`: the address carries its own permission; `open`: anybody. */
export type Access = 'session' | 'link' | 'open' | 'session-or-link';

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, with `{name}` for each variable part as the route's folder calls it */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly query?: z.ZodObject;
  readonly body?: { readonly type: 'application/json' | 'multipart/form-data'; readonly schema: z.ZodType };
  /** What may be sent as JSON in place of a form */
  readonly jsonBody?: z.ZodType;
  readonly answer: Answer;
  /** The statuses of the problems that are particular to it; 400, 401, 404 and 500 go without saying */
  readonly problems?: readonly number[];
}

export type Answer =
  | { readonly status: number; readonly schema: z.ZodType }
  /** `redirects` where the answer may be the storage's own address of the file instead. */
  | { readonly status: number; readonly binary: string; readonly redirects?: true }
  | { readonly status: 204 };
