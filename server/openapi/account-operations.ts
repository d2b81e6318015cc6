// The operations on what lets somebody in: sessions, API tokens, the password.
import type { Operation } from '@/contract/http/operation';
import {
  createdTokenSchema,
  endSessionsQuerySchema,
  newTokenSchema,
  passwordChangeSchema,
  sessionListSchema,
  tokenListSchema,
} from '@/server/accounts/schemas';

export const ACCOUNT_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/me/sessions',
    summary: 'List the browsers in which I am signed in.',
    access: 'session',
    answer: { status: 200, schema: sessionListSchema },
  },
  {
    method: 'delete',
    path: '/me/sessions',
    summary: 'Sign out everywhere, or everywhere else; open pages close within a second.',
    access: 'session',
    query: endSessionsQuerySchema,
    answer: { status: 204 },
    problems: [400, 403],
  },
  {
    method: 'delete',
    path: '/me/sessions/{id}',
    summary: 'Sign out one browser.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'get',
    path: '/me/tokens',
    summary: 'List my API tokens, the newest first.',
    access: 'session',
    answer: { status: 200, schema: tokenListSchema },
  },
  {
    method: 'post',
    path: '/me/tokens',
    summary: 'Make an API token; it is shown in this answer alone. A token cannot make others.',
    access: 'session',
    body: { type: 'application/json', schema: newTokenSchema },
    answer: { status: 201, schema: createdTokenSchema },
    problems: [403, 409],
  },
  {
    method: 'delete',
    path: '/me/tokens/{id}',
    summary: 'Revoke an API token; the sockets that it opened close within a second.',
    access: 'session',
    answer: { status: 204 },
    problems: [403],
  },
  {
    method: 'post',
    path: '/me/password',
    summary:
      'Change my password; every other session ends, and with `revoke_tokens` every API token. Tokens work on otherwise.',
    access: 'session',
    body: { type: 'application/json', schema: passwordChangeSchema },
    answer: { status: 204 },
    problems: [403, 409, 429, 503],
  },
];
