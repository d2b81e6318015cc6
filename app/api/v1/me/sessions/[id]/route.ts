// DELETE /api/v1/me/sessions/{id}: signs out one browser.
import { endSession } from '@/contract/http/credentials';
import { endMySession } from '@/server/accounts/my-sessions';
import { serve } from '@/server/api/serve';

export const DELETE = serve(endSession, ({ user, params: { id } }) => endMySession(user, id));
