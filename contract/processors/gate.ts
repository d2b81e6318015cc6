// The noise gate of a strip as data.
import { numberSetting } from '../settings';
import { defineProcessor, type SettingsOf } from './define-processor';

export const GATE = defineProcessor({
  id: 'gate',
  label: 'Gate',
  help: 'Turns the stem down while it is quieter than the threshold.',
  settings: {
    thresholdDb: numberSetting('threshold', { default: -45, min: -80, max: 0, unit: 'dB' }),
    rangeDb: numberSetting('range', { default: 60, min: 0, max: 80, unit: 'span' }),
    attackMs: numberSetting('attack', { default: 1, min: 0.1, max: 50, unit: 'ms' }),
    holdMs: numberSetting('hold', { default: 50, min: 1, max: 500, unit: 'ms' }),
    releaseMs: numberSetting('release', { default: 150, min: 5, max: 2_000, unit: 'ms' }),
  },
});
export type GateSettings = SettingsOf<typeof GATE>;
