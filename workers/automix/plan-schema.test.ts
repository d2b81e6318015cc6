// What the server stores and what the planners take are the same: shapes by type, defaults by value.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { DEFAULT_DJ_RULES, type DjRules } from '@/audio/automix/dj-rules';
import {
  ENERGY_SHAPES,
  PLAN_PARTS,
  type SequenceWishes,
  type SetPlan,
  TRANSITION_TEMPLATES,
} from '@/audio/automix/types';
import { djRulesSchema, type DjRules as StoredDjRules } from '@/server/shared/automix/dj-rules-schema';
import {
  energyShapeSchema,
  planPartSchema,
  type SequenceWishesJson,
  type SetPlanJson,
  transitionTemplateSchema,
} from '@/server/shared/automix/plan-schema';

describe('the plan and the rules', () => {
  it('have one shape on both sides', () => {
    expectTypeOf<StoredDjRules>().toExtend<DjRules>();
    expectTypeOf<DjRules>().toExtend<StoredDjRules>();
    expectTypeOf<SetPlanJson>().toExtend<SetPlan>();
    expectTypeOf<SequenceWishesJson>().toExtend<SequenceWishes>();
    expect(energyShapeSchema.options).toEqual([...ENERGY_SHAPES]);
    expect(planPartSchema.options).toEqual([...PLAN_PARTS]);
    expect(transitionTemplateSchema.options).toEqual([...TRANSITION_TEMPLATES]);
  });

  it('have one set of defaults, which old settings fall back to', () => {
    expect(djRulesSchema.parse({})).toEqual(DEFAULT_DJ_RULES);
    expect(djRulesSchema.parse({ templateWeights: { cut: 0 } }).templateWeights).toEqual({
      ...DEFAULT_DJ_RULES.templateWeights,
      cut: 0,
    });
  });

  it.each([
    ['a tempo change beyond the limit', { maxTempoChange: 0.2 }],
    ['a usual change above the greatest', { usualTempoChange: 0.08, maxTempoChange: 0.05 }],
    ['overlaps in the wrong order', { shortOverlapBars: 32 }],
    ['no template left', { templateWeights: Object.fromEntries(TRANSITION_TEMPLATES.map((t) => [t, 0])) }],
    ['half bars', { overlapBars: 7.5 }],
    ['an unknown rule', { volume: 11 }],
    ['no number', { keyWeight: Number.NaN }],
  ])('are refused with %s', (_name, settings) => {
    expect(djRulesSchema.safeParse(settings).success).toBe(false);
  });
});
