// The true-peak limiter of the master as data.
import { numberSetting } from '../settings';
import { defineProcessor, type SettingsOf } from './define-processor';

export const LIMITER = defineProcessor({
  id: 'limiter',
  label: 'Limiter',
  help: 'Keeps every true peak of the mix below the ceiling.',
  settings: {
    /** The highest true peak that leaves it */
    ceilingDb: numberSetting('ceiling', { default: -1, min: -20, max: 0, unit: 'dBTP' }),
    /** Time to 63 % of the way back after a peak */
    releaseMs: numberSetting('release', { default: 100, min: 5, max: 2_000, unit: 'ms' }),
  },
});
export type LimiterSettings = SettingsOf<typeof LIMITER>;
