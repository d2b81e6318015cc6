// The de-esser of a strip as data.
import { numberSetting } from '../settings';
import { defineProcessor, type SettingsOf } from './define-processor';

export const DE_ESSER = defineProcessor({
  id: 'deEsser',
  label: 'De-esser',
  help: 'Turns the band above the frequency down while sibilants are louder there than the threshold.',
  settings: {
    hz: numberSetting('frequency', { default: 6_000, min: 2_000, max: 12_000, unit: 'Hz' }),
    thresholdDb: numberSetting('threshold', { default: -30, min: -60, max: 0, unit: 'dB' }),
    rangeDb: numberSetting('range', { default: 8, min: 0, max: 24, unit: 'span' }),
    releaseMs: numberSetting('release', { default: 60, min: 10, max: 500, unit: 'ms' }),
  },
});
export type DeEsserSettings = SettingsOf<typeof DE_ESSER>;
