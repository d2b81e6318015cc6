// POST /api/v1/invites/{token}/accept: joining a project by a link.
import * as operations from '@/contract/http/members';
import { serve } from '@/server/api/serve';
import { acceptInvite } from '@/server/members/join';

export const POST = serve(operations.acceptInvite, ({ params, user }) => acceptInvite(params.token, user.id));
