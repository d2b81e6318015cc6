// /api/v1/admin/dj-rules: the rules that sets are planned by, for administrators.
import { getDjRules, setDjRules } from '@/contract/http/dj-rules';
import { readDjRules, storeDjRules } from '@/platform/automix/dj-rules-store';
import { serve } from '@/server/api/serve';

export const GET = serve(getDjRules, () => readDjRules());

export const PUT = serve(setDjRules, async ({ user, body }) => {
  await storeDjRules(body, user.id);
  return body;
});
