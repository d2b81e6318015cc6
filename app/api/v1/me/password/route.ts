// POST /api/v1/me/password: another password for my account.
import * as operations from '@/contract/http/credentials';
import { changePassword } from '@/server/accounts/change-password';
import { serve } from '@/server/api/serve';
import { addressOf } from '@/server/http/address';

export const POST = serve(operations.changePassword, ({ request, user, body }) =>
  changePassword(user, body, addressOf(request.headers.get('x-forwarded-for'))),
);
