// The DJ rules: the operations of the API for administrators.
import { djRulesSchema } from '@/contract/dj-rules-schema';
import { operation } from './operation';

export const getDjRules = operation({
  method: 'get',
  path: '/admin/dj-rules',
  summary: 'Read the rules that sets are planned by; for administrators.',
  access: 'administrator',
  answer: { status: 200, schema: djRulesSchema },
  problems: [403],
});

export const setDjRules = operation({
  method: 'put',
  path: '/admin/dj-rules',
  summary: 'Set the rules for every set that is planned from now on; for administrators.',
  access: 'administrator',
  body: { type: 'application/json', schema: djRulesSchema },
  answer: { status: 200, schema: djRulesSchema },
  problems: [403],
});
