// DELETE /api/v1/me/tokens/{id}: revokes an API token.
import * as operations from '@/contract/http/credentials';
import { revokeToken } from '@/server/accounts/my-tokens';
import { serve } from '@/server/api/serve';

export const DELETE = serve(operations.revokeToken, ({ user, params: { id } }) => revokeToken(user, id));
