// `isomix user`: creates an account or changes its plan; makes somebody an administrator; signs somebody out.
import { parseArgs } from 'node:util';
import { newUserSchema } from '@/contract/accounts';
import { listApiTokens, revokeApiToken } from '@/platform/accounts/api-tokens';
import { endSessions } from '@/platform/accounts/sessions';
import { createUser, findUserByEmail, setAdmin, setPlan } from '@/platform/accounts/users';
import { CommandError, commandOfActions } from '../command';
import { withRunningInstance } from '../running-instance';

const usage =
  'user add --email <email> --password <password> [--plan free|pro], user admin --email <email> [--revoke], or user sign-out --email <email> [--tokens]';

async function add(argv: readonly string[]): Promise<number> {
  const options = {
    email: { type: 'string' },
    password: { type: 'string' },
    plan: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const { email, password, plan } = newUserSchema.parse(values, { reportInput: true });
  return withRunningInstance(async () => {
    if (!(await findUserByEmail(email))) {
      await createUser({ email, password, plan });
      console.log(`Added ${email} on the ${plan} plan.`);
    } else if (values.plan === undefined) {
      throw new CommandError(`There is already an account for ${email}; give --plan to change its plan.`);
    } else {
      await setPlan(email, plan);
      console.log(`${email} is on the ${plan} plan now; the password stays as it was.`);
    }
    return 0;
  });
}

async function admin(argv: readonly string[]): Promise<number> {
  const options = { email: { type: 'string' }, revoke: { type: 'boolean' } } as const;
  const { email = '', revoke = false } = parseArgs({ args: [...argv], options }).values;
  return withRunningInstance(async () => {
    if (!(await findUserByEmail(email)))
      throw new CommandError(`There is no account for ${email || 'nobody'}.`);
    await setAdmin(email, !revoke);
    console.log(`${email} is ${revoke ? 'no administrator any more' : 'an administrator now'}.`);
    return 0;
  });
}

async function signOut(argv: readonly string[]): Promise<number> {
  const options = { email: { type: 'string' }, tokens: { type: 'boolean' } } as const;
  const { email = '', tokens = false } = parseArgs({ args: [...argv], options }).values;
  return withRunningInstance(async () => {
    const user = await findUserByEmail(email);
    if (!user) throw new CommandError(`There is no account for ${email || 'nobody'}.`);
    const ended = await endSessions(user.id);
    const revoked = tokens ? await listApiTokens(user.id) : [];
    for (const { id } of revoked) await revokeApiToken(user.id, id);
    const also = tokens ? ` and ${revoked.length} API tokens revoked` : '';
    console.log(`${email} is signed out: ${ended} sessions ended${also}.`);
    return 0;
  });
}

const ACTIONS = new Map([
  ['add', add],
  ['sign-out', signOut],
  ['admin', admin],
]);

export const userCommand = commandOfActions('user', usage, ACTIONS);
