// /api/v1/me/tokens: my API tokens; a new one, shown once.
import * as operations from '@/contract/http/credentials';
import { createToken, describeTokens } from '@/server/accounts/my-tokens';
import { serve } from '@/server/api/serve';

export const GET = serve(operations.listTokens, ({ user }) => describeTokens(user));

export const POST = serve(operations.createToken, ({ user, body }) => createToken(user, body));
