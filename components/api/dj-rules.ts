// The DJ rules, for administrators.
import type { DjRules } from '@/contract/dj-rules';
import { djRulesSchema } from '@/contract/dj-rules-schema';
import { call } from './client';

export const readDjRules = (): Promise<DjRules> => call('/admin/dj-rules', djRulesSchema);

export const writeDjRules = (rules: DjRules): Promise<DjRules> =>
  call('/admin/dj-rules', djRulesSchema, { method: 'PUT', body: rules });
