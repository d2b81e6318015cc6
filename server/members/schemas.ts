// What the routes about people and invitations take and give.
import { z } from 'zod';
import { projectKindSchema, roleSchema } from '@/server/projects/schemas';

/** The roles an owner may hand out; there is one owner. */
const givenRoleSchema = z.enum(['editor', 'viewer'], {
  error: 'The role is "editor" or "viewer".',
});

export const memberSchema = z.object({
  user_id: z.string(),
  name: z.string(),
  /** For the owner's eyes */
  email: z.string().nullable(),
  role: roleSchema,
});
export const memberListSchema = z.object({ members: z.array(memberSchema) });

export const roleChangeSchema = z.object({ role: givenRoleSchema });

const WEEK_H = 7 * 24;
const LONGEST_INVITE_H = 90 * 24;
const MOST_USES = 1_000;

export const newInviteSchema = z.object({
  role: givenRoleSchema,
  expires_in_h: z
    .number()
    .positive('An invitation must last for some time.')
    .max(LONGEST_INVITE_H, 'An invitation lasts for 90 days at most.')
    .default(WEEK_H),
  /** How many people may join by it; null, the default, for any number */
  max_uses: z
    .number()
    .int('The number of uses is a whole number.')
    .min(1, 'An invitation lets in one person at least.')
    .max(MOST_USES, `An invitation lets in ${MOST_USES} people at most, or any number.`)
    .nullable()
    .default(null),
});

export const inviteSchema = z.object({
  id: z.string(),
  role: roleSchema,
  created_at: z.iso.datetime(),
  expires_at: z.iso.datetime(),
  /** How many people joined by it */
  uses: z.number().int(),
  /** How many may; null for any number */
  max_uses: z.number().int().nullable(),
});
export const inviteListSchema = z.object({ invites: z.array(inviteSchema) });

/** The address is told once, when the invitation is made. */
export const createdInviteSchema = inviteSchema.extend({ url: z.string() });

export const offerSchema = z.object({
  project_name: z.string(),
  role: roleSchema,
  invited_by: z.string().nullable(),
});

export const joinedSchema = z.object({
  project_id: z.string(),
  kind: projectKindSchema,
  role: roleSchema,
});
