// What an account is asked for: email, password, name, and the plan it is on.
import { z } from 'zod';
import { oneLine } from './one-line';

export const emailSchema = z
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

export const planSchema = z.enum(['free', 'pro']);

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
