// The saturator of a strip as data.
import { numberSetting } from '../settings';
import { defineProcessor, type SettingsOf } from './define-processor';

export const SATURATOR = defineProcessor({
  id: 'saturator',
  label: 'Saturator',
  help: 'Drives the stem into a soft curve, which adds harmonics and evens out its peaks.',
  settings: {
    driveDb: numberSetting('drive', { default: 6, min: 0, max: 24, unit: 'span' }),
    mix: numberSetting('mix', { default: 1, min: 0, max: 1, scale: 100, unit: 'share' }),
    outputDb: numberSetting('output', { default: 0, min: -24, max: 12, unit: 'dB' }),
  },
});
export type SaturatorSettings = SettingsOf<typeof SATURATOR>;
