// The kinds of rows that all maps make, beside those that the platform records.
import { expect, it } from 'vitest';
import { REGISTER_MAPS } from '@/document/register-maps';
import { activitySchema } from '@/platform/activity';
import { activityOfMap } from './map-activity';

it('gives each kind of row one meaning', () => {
  const ofMaps = REGISTER_MAPS.flatMap(({ name }) => Object.keys(activityOfMap(name)?.kinds ?? {}));
  const recorded = activitySchema.options.map(({ shape }) => shape.kind.value);
  const all = [...ofMaps, ...recorded];
  expect(ofMaps).toContain('clips');
  expect(new Set(all).size).toBe(all.length);
});
