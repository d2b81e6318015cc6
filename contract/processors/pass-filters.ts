// The high-pass and the low-pass filter of a strip as data.
import { numberSetting } from '../settings';
import { defineProcessor, type SettingsOf } from './define-processor';

/** One section of second order takes 12 dB per octave. */
const slope = numberSetting('slope', { default: 2, min: 1, max: 4, isInteger: true, unit: 'slope' });

export const HIGH_PASS = defineProcessor({
  id: 'highPass',
  label: 'High-pass',
  help: 'Removes what lies below the frequency, by 12 to 48 dB per octave.',
  settings: { hz: numberSetting('frequency', { default: 80, min: 20, max: 2_000, unit: 'Hz' }), slope },
});
export const LOW_PASS = defineProcessor({
  id: 'lowPass',
  label: 'Low-pass',
  help: 'Removes what lies above the frequency, by 12 to 48 dB per octave.',
  settings: { hz: numberSetting('frequency', { default: 12_000, min: 200, max: 20_000, unit: 'Hz' }), slope },
});
export type PassFilterSettings = SettingsOf<typeof HIGH_PASS>;
