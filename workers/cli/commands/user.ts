// `isomix user add`: creates an account, or puts the existing one on another plan.
import { parseArgs } from 'node:util';
import { createUser, findUserByEmail, newUserSchema, setPlan } from '@/server/shared/accounts/users';
import { type Command, CommandError } from '../command';
import { withRunningInstance } from '../running-instance';

const usage = 'user add --email <email> --password <password> [--plan free|pro]';

async function add(argv: readonly string[]): Promise<number> {
  const options = {
    email: { type: 'string' },
    password: { type: 'string' },
    plan: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const { email, password, plan } = newUserSchema.parse(values);
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

export const userCommand: Command = {
  name: 'user',
  usage,
  run: ([action, ...rest]) => {
    if (action !== 'add') throw new CommandError(`Usage: isomix ${usage}`);
    return add(rest);
  },
};
