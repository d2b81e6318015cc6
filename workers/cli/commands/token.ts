// `isomix token create`: makes an API token for an account and prints it, alone, on stdout.
import { parseArgs } from 'node:util';
import { createApiToken } from '@/server/shared/accounts/api-tokens';
import { findUserByEmail } from '@/server/shared/accounts/users';
import { type Command, CommandError } from '../command';
import { withRunningInstance } from '../running-instance';

const usage = 'token create --email <email> [--label <what it is for>]';

async function create(argv: readonly string[]): Promise<number> {
  const options = { email: { type: 'string' }, label: { type: 'string', default: 'command line' } } as const;
  const { email, label } = parseArgs({ args: [...argv], options }).values;
  if (email === undefined) throw new CommandError(`Usage: isomix ${usage}`);
  return withRunningInstance(async () => {
    const user = await findUserByEmail(email);
    if (!user) throw new CommandError(`There is no account for ${email}.`);
    console.log(await createApiToken(user.id, label));
    return 0;
  });
}

export const tokenCommand: Command = {
  name: 'token',
  usage,
  run: ([action, ...rest]) => {
    if (action !== 'create') throw new CommandError(`Usage: isomix ${usage}`);
    return create(rest);
  },
};
