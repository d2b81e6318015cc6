// The operations of administrators.

import { djRulesSchema } from '@/contract/dj-rules-schema';
import type { Operation } from '@/contract/http/operation';

export const ADMIN_OPERATIONS: readonly Operation[] = [
  {
    method: 'get',
    path: '/admin/dj-rules',
    summary: 'Read the rules that sets are planned by; for administrators.',
    access: 'session',
    answer: { status: 200, schema: djRulesSchema },
    problems: [403],
  },
  {
    method: 'put',
    path: '/admin/dj-rules',
    summary: 'Set the rules for every set that is planned from now on; for administrators.',
    access: 'session',
    body: { type: 'application/json', schema: djRulesSchema },
    answer: { status: 200, schema: djRulesSchema },
    problems: [403],
  },
];
