// Lists, creates and revokes the API tokens of a user.
import type { z } from 'zod';
import type {
  createdTokenSchema,
  newTokenSchema,
  tokenListSchema,
  tokenSchema,
} from '@/contract/http/credentials';
import { issueApiToken, listApiTokens, revokeApiToken } from '@/platform/accounts/api-tokens';
import type { ApiToken } from '@/platform/database/generated/client';
import type { CurrentUser } from '@/server/auth/session';
import { ConflictError, ForbiddenError, NotFoundError } from '@/server/errors';

const MAX_TOKENS = 50;

function viewOf(row: ApiToken, { credential }: CurrentUser): z.input<typeof tokenSchema> {
  return {
    id: row.id,
    label: row.label,
    scopes: row.scopes,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt?.toISOString() ?? null,
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    current: credential.kind === 'token' && credential.id === row.id,
  };
}

/** All tokens of a person, the newest first. */
export async function describeTokens(user: CurrentUser): Promise<z.input<typeof tokenListSchema>> {
  return { tokens: (await listApiTokens(user.id)).map((row) => viewOf(row, user)) };
}

/**
 * Makes a token.
 * @throws ForbiddenError for a request that itself came by a token: revoking a leaked token must end what it can do,
 *   and ConflictError when the person has as many as anybody needs
 */
export async function createToken(
  user: CurrentUser,
  { label, scopes, expires_in_days: days }: z.output<typeof newTokenSchema>,
): Promise<z.input<typeof createdTokenSchema>> {
  if (user.credential.kind === 'token') {
    throw new ForbiddenError('API tokens are made on the settings page or the command line, not by a token.');
  }
  if ((await listApiTokens(user.id)).length >= MAX_TOKENS) {
    throw new ConflictError(`You have ${MAX_TOKENS} API tokens; revoke one to make another.`);
  }
  const scope = scopes.includes('write') ? 'write' : 'read';
  const { row, token } = await issueApiToken(user.id, { label, scope, days });
  return { ...viewOf(row, user), token };
}

/** Revokes a token of a person. @throws NotFoundError when it is none of theirs */
export async function revokeToken(user: CurrentUser, id: string): Promise<void> {
  if (!(await revokeApiToken(user.id, id))) throw new NotFoundError('API token');
}
