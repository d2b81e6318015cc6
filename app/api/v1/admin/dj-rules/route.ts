// /api/v1/admin/dj-rules: the rules that sets are planned by, for administrators.
import { djRulesSchema } from '@/contract/dj-rules-schema';
import { requireAdmin } from '@/server/auth/authorise';
import { currentUser } from '@/server/auth/session';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';

import { readDjRules, storeDjRules } from '@/server/shared/automix/dj-rules-store';

export const GET = handle(async (request) => {
  requireAdmin(await currentUser(request));
  return reply(djRulesSchema, await readDjRules());
});

export const PUT = handle(async (request) => {
  const user = await currentUser(request);
  requireAdmin(user);
  const rules = await readJson(request, djRulesSchema);
  await storeDjRules(rules, user.id);
  return reply(djRulesSchema, rules);
});
