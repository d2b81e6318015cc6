// GET /api/v1/invites/{token}: what an invitation offers. The link itself is the permission to see that.
import * as operations from '@/contract/http/members';
import { serve } from '@/server/api/serve';
import { readOffer } from '@/server/members/join';

export const GET = serve(operations.readOffer, ({ params }) => readOffer(params.token));
