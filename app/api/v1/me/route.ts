// GET /api/v1/me: who I am and what my plan allows.
import { getMe } from '@/contract/http/account';
import { describeAccount } from '@/server/accounts/me';
import { serve } from '@/server/api/serve';

export const GET = serve(getMe, ({ user }) => describeAccount(user));
