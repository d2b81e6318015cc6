// What the server stores and what the planners take are the same shapes.
import { describe, expect, expectTypeOf, it } from 'vitest';
import { PLAN_PARTS, type SequenceConstraints, type SetPlan } from '@/audio/automix/types';
import { planPartSchema, type SequenceConstraintsJson, type SetPlanJson } from '@/platform/jobs/plan-schema';

describe('the plan', () => {
  it('has one shape on both sides', () => {
    expectTypeOf<SetPlanJson>().toExtend<SetPlan>();
    expectTypeOf<SequenceConstraintsJson>().toExtend<SequenceConstraints>();
    expect(planPartSchema.options).toEqual([...PLAN_PARTS]);
  });
});
