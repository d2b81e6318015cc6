// Accounts with an email and a password: what is asked of them, and how they come to be.

import { z } from 'zod';
import { oneLine } from '@/contract/one-line';
import { getPrisma } from '@/server/shared/database/client';
import { Plan, Prisma, type User } from '@/server/shared/database/generated/client';
import { knowCopies } from '@/server/shared/error-copies';
import { hashPassword } from './password';

const emailSchema = z
  .string()
  .trim()
  .toLowerCase()
  .max(254)
  .pipe(z.email({ error: 'Give an email address, such as ana@example.com.' }));

/** The upper limit keeps a megabyte of "password" from becoming work for the hash. */
export const passwordSchema = z
  .string()
  .min(8, 'A password needs at least 8 characters.')
  .max(200, 'A password may have at most 200 characters.');

export const planSchema = z.enum(Plan);

/** A name people read: one line, control characters removed; markup stays text. */
const personNameSchema = z
  .string()
  .transform(oneLine)
  .pipe(z.string().min(1, 'Give a name.').max(80, 'A name may have at most 80 characters.'));

export const newUserSchema = z.object({
  email: emailSchema,
  password: passwordSchema,
  plan: planSchema.default('free'),
  name: personNameSchema.optional(),
});
export type NewUser = z.input<typeof newUserSchema>;

/** Somebody already has an account with this email. */
export class EmailTakenError extends Error {
  static {
    knowCopies(EmailTakenError, 'EmailTakenError');
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

/** Makes an account an administrator's, or takes that away. Returns false when there is no account with this email. */
export async function setAdmin(email: string, isAdmin: boolean): Promise<boolean> {
  const where = { email: emailSchema.parse(email) };
  return (await getPrisma().user.updateMany({ where, data: { isAdmin } })).count === 1;
}
