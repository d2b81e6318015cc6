// The DJ rules as administrators set them, read anew whenever a set is planned.
import type { DjRules } from '@/contract/dj-rules';
import { djRulesSchema } from '@/contract/dj-rules-schema';
import { log } from '@/platform/log';
import { getPrisma } from '../database/client';
import type { Prisma } from '../database/generated/client';

const NAME = 'dj-rules';

/** The rules in effect: those that were set, defaults for the rest. */
export async function readDjRules(): Promise<DjRules> {
  const stored = await getPrisma().setting.findUnique({ where: { name: NAME } });
  const rules = djRulesSchema.safeParse(stored?.value ?? {});
  if (rules.success) return rules.data;
  log.warn({ err: rules.error }, 'The stored DJ rules are not usable; sets are planned by the defaults.');
  return djRulesSchema.parse({});
}

/** Sets the rules for every set that is planned from now on. */
export async function storeDjRules(rules: DjRules, updatedBy: string): Promise<void> {
  const value = rules satisfies Prisma.InputJsonObject;
  await getPrisma().setting.upsert({
    where: { name: NAME },
    create: { name: NAME, value, updatedBy },
    update: { value, updatedBy },
  });
}
