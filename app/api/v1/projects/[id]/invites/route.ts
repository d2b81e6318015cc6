// /api/v1/projects/{id}/invites: the links that let others in.
import { requireRole } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { createInvite, listInvites } from '@/server/members/invites';
import { createdInviteSchema, inviteListSchema, newInviteSchema } from '@/server/members/schemas';
import { handle } from '@/server/problem';

export const GET = handle<{ id: string }>(async (request, { id }) => {
  await requireRole(await currentUser(request), id, 'owner');
  return reply(inviteListSchema, { invites: await listInvites(id) });
});

export const POST = handle<{ id: string }>(async (request, { id }) => {
  const user = await currentUser(request);
  await requireRole(user, id, 'owner');
  const asked = await readJson(request, newInviteSchema);
  return reply(createdInviteSchema, await createInvite(id, user.id, asked), 201);
});
