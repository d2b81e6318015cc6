// The DJ rules, for administrators.
import { z } from 'zod';
import { call } from './client';

const valueSchema = z.union([z.number(), z.boolean(), z.string()]);
const rulesSchema = z.record(z.string(), z.union([valueSchema, z.record(z.string(), z.number())]));
/** The rules by name, as the server knows and checks them. */
export type RuleValues = z.infer<typeof rulesSchema>;

export const readDjRules = (): Promise<RuleValues> => call('/admin/dj-rules', rulesSchema);

export const writeDjRules = (rules: RuleValues): Promise<RuleValues> =>
  call('/admin/dj-rules', rulesSchema, { method: 'PUT', body: rules });
