// /api/v1/admin/dj-rules: the rules that sets are planned by, for administrators.
import { getDjRules, setDjRules } from '@/contract/http/dj-rules';
import { serve } from '@/server/api/serve';
import { readDjRules, storeDjRules } from '@/server/shared/automix/dj-rules-store';

export const GET = serve(getDjRules, () => readDjRules());

export const PUT = serve(setDjRules, async ({ user, body }) => {
  await storeDjRules(body, user.id);
  return body;
});
