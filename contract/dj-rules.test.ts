// The DJ rules: defaults are valid, bounds are enforced, and contradictory values are rejected.
import { describe, expect, it } from 'vitest';
import { DEFAULT_DJ_RULES, DJ_RULES, TEMPLATE_WEIGHTS } from './dj-rules';
import { djRulesSchema } from './dj-rules-schema';
import { TRANSITION_TEMPLATES } from './set-vocabulary';
import type { NumberSetting, Settings } from './settings';

const numbersOf = (group: Settings) =>
  Object.entries(group).filter((entry): entry is [string, NumberSetting] => entry[1].kind === 'number');

/** What the check says about one number alone; rules that contradict others name another path. */
function isWithinBounds(path: readonly string[], rules: unknown): boolean {
  const checked = djRulesSchema.safeParse(rules);
  return (
    checked.success ||
    !checked.error.issues.some(({ code, path: at }) => code !== 'custom' && at.join() === path.join())
  );
}

describe('the DJ rules', () => {
  it('take their defaults where nothing was set', () => {
    expect(djRulesSchema.parse({})).toEqual(DEFAULT_DJ_RULES);
    expect(djRulesSchema.parse({ templateWeights: { cut: 0 } }).templateWeights).toEqual({
      ...DEFAULT_DJ_RULES.templateWeights,
      cut: 0,
    });
  });

  it.each(numbersOf(DJ_RULES))('keep %s within its bounds', (key, { min, max, isInteger }) => {
    const step = isInteger ? 1 : 1e-3;
    expect([min, max].map((value) => isWithinBounds([key], { [key]: value }))).toEqual([true, true]);
    const outside = [min - step, max + step, Number.NaN, ...(isInteger ? [min + 0.5] : [])];
    for (const value of outside) expect(isWithinBounds([key], { [key]: value }), String(value)).toBe(false);
  });

  it.each(numbersOf(TEMPLATE_WEIGHTS))('keep the weight of %s within its bounds', (key, { min, max }) => {
    const takes = (value: number) =>
      isWithinBounds(['templateWeights', key], { templateWeights: { [key]: value } });
    expect([min, max, min - 1e-3, max + 1e-3].map(takes)).toEqual([true, true, false, false]);
  });

  it.each([
    ['a usual change above the greatest', { usualTempoChange: 0.08, maxTempoChange: 0.05 }],
    ['overlaps in the wrong order', { shortOverlapBars: 32 }],
    ['a usual overlap beyond the longest', { overlapBars: 40 }],
    [
      'no kind of transition left',
      { templateWeights: Object.fromEntries(TRANSITION_TEMPLATES.map((t) => [t, 0])) },
    ],
    ['an unknown rule', { volume: 11 }],
    ['an unknown energy', { energyShape: 'spiral' }],
    ['a word for a switch', { bassSwap: 'yes' }],
  ])('are refused with %s', (_name, rules) => {
    expect(djRulesSchema.safeParse(rules).success).toBe(false);
  });
});
