// Who is in a project and the links that invite others: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { projectKindSchema } from '@/contract/project-kinds';
import { roleSchema } from '@/contract/roles';
import { operation } from './operation';

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
export type Member = z.infer<typeof memberSchema>;
export const memberListSchema = z.object({ members: z.array(memberSchema) });

export const roleChangeSchema = z.strictObject({ role: givenRoleSchema });

const WEEK_H = 7 * 24;
const LONGEST_INVITE_H = 90 * 24;
const MAX_USES = 1_000;

export const newInviteSchema = z.strictObject({
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
    .max(MAX_USES, `An invitation lets in ${MAX_USES} people at most, or any number.`)
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
/** A link as it is listed: its address is returned only when it is created. */
export type Invite = z.infer<typeof inviteSchema>;
export const inviteListSchema = z.object({ invites: z.array(inviteSchema) });

/** The address is returned once, when the invitation is created. */
export const createdInviteSchema = inviteSchema.extend({ url: z.string() });

export const offerSchema = z.object({
  project_name: z.string(),
  role: roleSchema,
  invited_by: z.string().nullable(),
});

/** What a link offers to the person who opened it. */
export type InviteOffer = z.infer<typeof offerSchema>;

export const joinedSchema = z.object({
  project_id: z.string(),
  kind: projectKindSchema,
  role: roleSchema,
});

export const listMembers = operation({
  method: 'get',
  path: '/projects/{id}/members',
  summary: 'List the people in a project; only its owner sees their emails.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: memberListSchema },
});

export const changeRole = operation({
  method: 'patch',
  path: '/projects/{id}/members/{userId}',
  summary: 'Give a member another role.',
  access: { project: 'owner' },
  body: { type: 'application/json', schema: roleChangeSchema },
  answer: { status: 204 },
  problems: [403],
});

/** Anybody may leave; its handler lets the owner alone send others away. */
export const removeMember = operation({
  method: 'delete',
  path: '/projects/{id}/members/{userId}',
  summary: 'Send a member away, or leave.',
  access: { project: 'viewer' },
  answer: { status: 204 },
  problems: [403],
});

export const listInvites = operation({
  method: 'get',
  path: '/projects/{id}/invites',
  summary: 'List the invitation links that still work.',
  access: { project: 'owner' },
  answer: { status: 200, schema: inviteListSchema },
  problems: [403],
});

export const createInvite = operation({
  method: 'post',
  path: '/projects/{id}/invites',
  summary: 'Create an invitation link; its address is returned only once.',
  access: { project: 'owner' },
  body: { type: 'application/json', schema: newInviteSchema },
  answer: { status: 201, schema: createdInviteSchema },
  problems: [403],
});

export const revokeInvite = operation({
  method: 'delete',
  path: '/projects/{id}/invites/{inviteId}',
  summary: 'Withdraw an invitation link.',
  access: { project: 'owner' },
  answer: { status: 204 },
  problems: [403],
});

export const readOffer = operation({
  method: 'get',
  path: '/invites/{token}',
  summary: 'See what an invitation link offers.',
  access: 'link',
  answer: { status: 200, schema: offerSchema },
  problems: [410],
});

export const acceptInvite = operation({
  method: 'post',
  path: '/invites/{token}/accept',
  summary: 'Join a project by an invitation link; doing it again changes nothing.',
  access: 'session',
  answer: { status: 200, schema: joinedSchema },
  problems: [402, 410],
});
