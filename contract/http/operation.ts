// How one operation of the API is written down: who may call it, what it takes, what it answers.
import type { z } from 'zod';
import type { Role } from '@/contract/roles';

/**
 * Who may call an operation. `session`: cookie or API token; `link`: the address carries its own permission; `open`:
 * anybody; `administrator`: those of the studio. The rest ask for a role in a project: the one that `{id}` of the path
 * names, or that of the export or the set that it names, or the one that `project_id` of the body names. `sound`: the
 * style sound that `{id}` names must be one that the caller may use, or their own.
 */
export type Access =
  | 'session'
  | 'session-or-link'
  | 'link'
  | 'open'
  | 'administrator'
  | { readonly project: Role }
  | { readonly projectOfBody: Role }
  | { readonly mix: Role }
  | { readonly set: Role }
  | { readonly sound: 'usable' | 'own' };

export type Answer =
  | { readonly status: number; readonly schema: z.ZodType }
  /** `redirects` where the answer may be the storage's own address of the file instead. */
  | { readonly status: number; readonly binary: string; readonly redirects?: true }
  | { readonly status: 204 };

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** Below /api/v1, with `{name}` for each variable part as the route's folder calls it */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly query?: z.ZodObject;
  readonly body?: {
    readonly type: 'application/json' | 'multipart/form-data';
    readonly schema: z.ZodType;
    /** Whether the schema itself removes characters that cannot be stored; otherwise they are refused. */
    readonly cleansText?: true;
  };
  /** What may be sent as JSON in place of a form */
  readonly jsonBody?: z.ZodType;
  readonly answer: Answer;
  /** The statuses of the problems that are particular to it; 400, 401, 404, 429, 500 and 503 go without saying, and 408 and 413 where JSON is sent */
  readonly problems?: readonly number[];
}

/** Writes an operation down, keeping its types for `serve` and `call`. */
export const operation = <const Written extends Operation>(written: Written): Written => written;

/** The variable parts of a path by name. */
export type ParamsOf<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? { readonly [Key in Name]: string } & ParamsOf<Rest>
  : object;

type JsonBody<Body extends z.ZodType = z.ZodType> = {
  readonly type: 'application/json';
  readonly schema: Body;
};

/** The body as its handler gets it; of a form it reads the request itself. */
export type BodyOf<Op extends Operation> =
  Op['body'] extends JsonBody<infer Body> ? z.output<Body> : undefined;
/** The body as callers send it. */
export type SentBodyOf<Op extends Operation> =
  Op['body'] extends JsonBody<infer Body>
    ? z.input<Body>
    : Op['body'] extends { readonly type: 'multipart/form-data' }
      ? FormData | (Op['jsonBody'] extends infer Body extends z.ZodType ? z.input<Body> : never)
      : undefined;
export type QueryOf<Op extends Operation> = Op['query'] extends z.ZodObject
  ? z.output<Op['query']>
  : undefined;
export type SentQueryOf<Op extends Pick<Operation, 'query'>> = Op['query'] extends z.ZodObject
  ? z.input<Op['query']>
  : undefined;

/** The answer as its handler gives it: a value, nothing, or for files, stored JSON too, the whole response. */
export type GivenAnswerOf<Op extends Operation> = Op['answer'] extends {
  readonly schema: infer Schema extends z.ZodType;
}
  ? z.input<Schema> | Response
  : Op['answer'] extends { readonly binary: string }
    ? Response
    : unknown;
/** The answer as callers get it. */
export type AnswerOf<Op extends Operation> = Op['answer'] extends {
  readonly schema: infer Schema extends z.ZodType;
}
  ? z.output<Schema>
  : undefined;
