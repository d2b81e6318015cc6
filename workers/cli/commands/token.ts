// `isomix token`: makes an API token for an account and prints it, alone, on stdout; lists and revokes tokens.
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { issueApiToken, listApiTokens, revokeApiToken } from '@/platform/accounts/api-tokens';
import { findUserByEmail } from '@/platform/accounts/users';
import type { User } from '@/platform/database/generated/client';
import { CommandError, commandOfActions, usageError } from '../command';
import { withRunningInstance } from '../running-instance';

const usage =
  'token create --email <email> [--label <what it is for>] [--scope read|write] [--expires-in-days <days>], token list --email <email>, or token revoke --email <email> --id <id>';

const createSchema = z.object({
  label: z.string().trim().min(1, 'Say what the token is for.').max(80),
  scope: z.enum(['read', 'write'], { error: 'The scope is "read" or "write".' }),
  days: z.coerce.number().positive('Give the days as a number above 0.').max(3_650).optional(),
});

async function accountOf(email: string | undefined): Promise<User> {
  if (email === undefined) throw usageError(usage);
  const user = await findUserByEmail(email);
  if (!user) throw new CommandError(`There is no account for ${email}.`);
  return user;
}

async function create(argv: readonly string[]): Promise<number> {
  const options = {
    email: { type: 'string' },
    label: { type: 'string', default: 'command line' },
    scope: { type: 'string', default: 'write' },
    'expires-in-days': { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const { label, scope, days } = createSchema.parse({ ...values, days: values['expires-in-days'] });
  return withRunningInstance(async () => {
    const { id } = await accountOf(values.email);
    console.log((await issueApiToken(id, { label, scope, days: days ?? null })).token);
    return 0;
  });
}

async function list(argv: readonly string[]): Promise<number> {
  const { email } = parseArgs({ args: [...argv], options: { email: { type: 'string' } } }).values;
  return withRunningInstance(async () => {
    const tokens = await listApiTokens((await accountOf(email)).id);
    const shown = tokens.map(({ id, label, scopes, createdAt, expiresAt, lastUsedAt }) => ({
      id,
      label,
      scopes,
      created_at: createdAt,
      expires_at: expiresAt,
      last_used_at: lastUsedAt,
    }));
    console.log(JSON.stringify({ tokens: shown }));
    return 0;
  });
}

async function revoke(argv: readonly string[]): Promise<number> {
  const options = { email: { type: 'string' }, id: { type: 'string' } } as const;
  const { email, id } = parseArgs({ args: [...argv], options }).values;
  if (id === undefined) throw usageError(usage);
  return withRunningInstance(async () => {
    const user = await accountOf(email);
    if (!(await revokeApiToken(user.id, id))) throw new CommandError(`${email} has no token ${id}.`);
    console.log(`The token ${id} is revoked.`);
    return 0;
  });
}

const ACTIONS = new Map([
  ['create', create],
  ['list', list],
  ['revoke', revoke],
]);

export const tokenCommand = commandOfActions('token', usage, ACTIONS);
