// The page of the DJ rules offers every rule that there is, within the bounds that the server holds to.
import { describe, expect, it } from 'vitest';
import { type NumberRule, RULE_GROUPS, TEMPLATE_RULES } from '@/components/admin/rule-words';
import { djRulesSchema } from '@/server/shared/automix/dj-rules-schema';

const RULES = RULE_GROUPS.flatMap(({ rules }) => rules);
const NUMBERS = RULES.filter((rule) => rule.kind === 'number');
const shape = djRulesSchema.shape;

/** Whether the server takes a value of one rule, whatever the others say. */
const takes = (field: string, value: number): boolean =>
  shape[field as keyof typeof shape].safeParse(value).success;
const takesWeight = (field: string, value: number): boolean =>
  shape.templateWeights.safeParse({ [field]: value }).success;

function expectBounds({ field, min, max }: NumberRule, isTaken: typeof takes): void {
  expect([min, max].map((value) => isTaken(field, value))).toEqual([true, true]);
  expect([min - 1e-3, max + 1e-3].map((value) => isTaken(field, value))).toEqual([false, false]);
}

describe('the DJ rules on their page', () => {
  it('are all of them', () => {
    const fields = [...RULES.map(({ field }) => field), 'templateWeights'];
    expect(fields.sort()).toEqual(Object.keys(shape).sort());
    expect(TEMPLATE_RULES.map(({ field }) => field).sort()).toEqual(
      Object.keys(shape.templateWeights.parse({})).sort(),
    );
  });

  it.each(NUMBERS.map((rule) => [rule.field, rule] as const))(
    'bound %s as the server does',
    (_field, rule) => {
      expectBounds(rule, takes);
    },
  );

  it.each(TEMPLATE_RULES.map((rule) => [rule.field, rule] as const))(
    'bound the weight of %s',
    (_field, rule) => {
      expectBounds(rule, takesWeight);
    },
  );
});
