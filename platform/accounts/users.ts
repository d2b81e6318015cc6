// Accounts with an email and a password: how they come to be, are found and are changed.
import { emailSchema, type NewUser, newUserSchema } from '@/contract/accounts';
import { getPrisma } from '@/platform/database/client';
import { type Plan, Prisma, type User } from '@/platform/database/generated/client';
import { matchCopies } from '@/platform/error-copies';
import { hashPassword } from './password';

/** The email belongs to an existing account. */
export class EmailTakenError extends Error {
  static {
    matchCopies(EmailTakenError, 'EmailTakenError');
  }

  constructor() {
    super('There is already an account with this email.');
  }
}

/** What an account shows when its person gave no name: the part of the email before the @. */
const nameFromEmail = (email: string): string => email.split('@')[0] ?? email;

/**
 * Creates an account.
 * @throws z.ZodError when a field is not usable, EmailTakenError when the email has an account
 */
export async function createUser(input: NewUser): Promise<User> {
  const { email, password, plan, name } = newUserSchema.parse(input);
  const passwordHash = await hashPassword(password);
  try {
    return await getPrisma().user.create({
      data: { email, passwordHash, plan, name: name ?? nameFromEmail(email) },
    });
  } catch (error) {
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') {
      throw new EmailTakenError();
    }
    throw error;
  }
}

/** The account with this email, however it is capitalised, or null. */
export async function findUserByEmail(email: string): Promise<User | null> {
  const parsed = emailSchema.safeParse(email);
  return parsed.success ? getPrisma().user.findUnique({ where: { email: parsed.data } }) : null;
}

/** Puts an account on a plan. Returns false when there is no account with this email. */
export async function setPlan(email: string, plan: Plan): Promise<boolean> {
  const where = { email: emailSchema.parse(email) };
  return (await getPrisma().user.updateMany({ where, data: { plan } })).count === 1;
}

/** Grants or revokes the administrator role of an account. Returns false when there is no account with this email. */
export async function setAdmin(email: string, isAdmin: boolean): Promise<boolean> {
  const where = { email: emailSchema.parse(email) };
  return (await getPrisma().user.updateMany({ where, data: { isAdmin } })).count === 1;
}
