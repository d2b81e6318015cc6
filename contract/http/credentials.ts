// What lets somebody in (sessions, API tokens, the password): the operations of the API, what they take and answer.
import { z } from 'zod';
import { passwordSchema } from '@/contract/accounts';
import { oneLine } from '@/contract/one-line';
import { operation } from './operation';

const sessionSchema = z.object({
  id: z.string(),
  /** Such as "Firefox on Windows" */
  device: z.string(),
  created_at: z.iso.datetime(),
  /** To the minute */
  last_seen_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** Whether this request came by it */
  current: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;
export const sessionListSchema = z.object({ sessions: z.array(sessionSchema) });

export const endSessionsQuerySchema = z.object({
  keep_current: z
    .enum(['true', 'false'])
    .optional()
    .describe('With `true` the session of this request goes on.'),
});

const tokenScopeSchema = z.enum(['read', 'write'], { error: 'A scope is "read" or "write".' });

export const tokenSchema = z.object({
  id: z.string(),
  label: z.string(),
  scopes: z.array(tokenScopeSchema),
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime().nullable(),
  /** To the minute; null for one that was never used */
  last_used_at: z.iso.datetime().nullable(),
  /** Whether this request came by it */
  current: z.boolean(),
});
export type ApiToken = z.infer<typeof tokenSchema>;
export const tokenListSchema = z.object({ tokens: z.array(tokenSchema) });

const LONGEST_TOKEN_DAYS = 3_650;

export const newTokenSchema = z.strictObject({
  label: z
    .string()
    .transform(oneLine)
    .pipe(z.string().min(1, 'Say what the token is for.').max(80, 'A label may have at most 80 characters.')),
  /** Writing includes reading */
  scopes: z.array(tokenScopeSchema).min(1, 'A token needs a scope.').max(2).default(['read', 'write']),
  /** Null for a token that works until it is revoked */
  expires_in_days: z
    .number()
    .positive('A token must work for some time.')
    .max(LONGEST_TOKEN_DAYS, 'A token works for ten years at most, or until it is revoked.')
    .nullable()
    .default(null),
});

/** The token itself is in this answer and nowhere else. */
export const createdTokenSchema = tokenSchema.extend({ token: z.string() });

export const passwordChangeSchema = z.strictObject({
  current_password: z.string().max(200, 'A password may have at most 200 characters.'),
  new_password: passwordSchema,
  revoke_tokens: z
    .boolean()
    .default(false)
    .describe('Whether all API tokens of the account are revoked as well; other sessions end in any case.'),
});

export const listSessions = operation({
  method: 'get',
  path: '/me/sessions',
  summary: 'List the browsers in which I am signed in.',
  access: 'session',
  answer: { status: 200, schema: sessionListSchema },
});

export const endSessions = operation({
  method: 'delete',
  path: '/me/sessions',
  summary: 'Sign out everywhere, or everywhere else; open pages close within a second.',
  access: 'session',
  query: endSessionsQuerySchema,
  answer: { status: 204 },
  problems: [400, 403],
});

export const endSession = operation({
  method: 'delete',
  path: '/me/sessions/{id}',
  summary: 'Sign out one browser.',
  access: 'session',
  answer: { status: 204 },
  problems: [403],
});

export const listTokens = operation({
  method: 'get',
  path: '/me/tokens',
  summary: 'List my API tokens, the newest first.',
  access: 'session',
  answer: { status: 200, schema: tokenListSchema },
});

export const createToken = operation({
  method: 'post',
  path: '/me/tokens',
  summary: 'Make an API token; it is shown in this answer alone. A token cannot make others.',
  access: 'session',
  body: { type: 'application/json', schema: newTokenSchema },
  answer: { status: 201, schema: createdTokenSchema },
  problems: [403, 409],
});

export const revokeToken = operation({
  method: 'delete',
  path: '/me/tokens/{id}',
  summary: 'Revoke an API token; the sockets that it opened close within a second.',
  access: 'session',
  answer: { status: 204 },
  problems: [403],
});

export const changePassword = operation({
  method: 'post',
  path: '/me/password',
  summary:
    'Change my password; every other session ends, and with `revoke_tokens` every API token. Tokens work on otherwise.',
  access: 'session',
  body: { type: 'application/json', schema: passwordChangeSchema },
  answer: { status: 204 },
  problems: [403, 409, 429, 503],
});
