// Who is in a project, and the links that invite others.

import { z } from 'zod';
import { roleSchema } from '@/contract/roles';
import { call, command } from './client';
import { type ProjectKind, projectKindSchema, type Role } from './projects';

const memberSchema = z.object({
  user_id: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable().optional(),
  role: roleSchema,
});
export type Member = z.infer<typeof memberSchema>;

const inviteSchema = z.object({
  id: z.string(),
  role: roleSchema,
  expires_at: z.string(),
  uses: z.number().int().optional(),
  max_uses: z.number().int().nullable().optional(),
});
/** A link as the list shows it: its secret is known only when it is created. */
export type Invite = z.infer<typeof inviteSchema>;

const newInviteSchema = inviteSchema.extend({ url: z.string() });
export type NewInvite = z.infer<typeof newInviteSchema>;

const offerSchema = z.object({
  project_name: z.string(),
  role: roleSchema,
  invited_by: z.string().nullable(),
});
/** What a link offers to the person who opened it. */
export type InviteOffer = z.infer<typeof offerSchema>;

const project = (id: string): string => `/projects/${encodeURIComponent(id)}`;
const member = (id: string, userId: string): string => `${project(id)}/members/${encodeURIComponent(userId)}`;

export const listMembers = async (id: string): Promise<Member[]> =>
  (await call(`${project(id)}/members`, z.object({ members: z.array(memberSchema) }))).members;

export const changeRole = (id: string, userId: string, role: Role): Promise<void> =>
  command(member(id, userId), { method: 'PATCH', body: { role } });

export const removeMember = (id: string, userId: string): Promise<void> =>
  command(member(id, userId), { method: 'DELETE' });

export const listInvites = async (id: string): Promise<Invite[]> =>
  (await call(`${project(id)}/invites`, z.object({ invites: z.array(inviteSchema) }))).invites;

export interface InviteTerms {
  readonly role: Role;
  readonly expiresInHours: number;
  /** Null for any number of people */
  readonly maxUses: number | null;
}

export const createInvite = (
  id: string,
  { role, expiresInHours, maxUses }: InviteTerms,
): Promise<NewInvite> =>
  call(`${project(id)}/invites`, newInviteSchema, {
    method: 'POST',
    body: { role, expires_in_h: expiresInHours, max_uses: maxUses },
  });

export const revokeInvite = (id: string, inviteId: string): Promise<void> =>
  command(`${project(id)}/invites/${encodeURIComponent(inviteId)}`, { method: 'DELETE' });

export const readOffer = (token: string): Promise<InviteOffer> =>
  call(`/invites/${encodeURIComponent(token)}`, offerSchema);

/** Joins the project of a link; resolves with where it opens. */
export const acceptInvite = (token: string): Promise<{ project_id: string; kind: ProjectKind }> =>
  call(
    `/invites/${encodeURIComponent(token)}/accept`,
    z.object({ project_id: z.string(), kind: projectKindSchema }),
    { method: 'POST' },
  );
