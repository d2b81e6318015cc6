// The compressor of a strip as data.
import { numberSetting } from '../settings';
import { defineProcessor, type SettingsOf } from './define-processor';

/** Ready to be turned up, and doing nothing: a ratio of 1 compresses nothing. */
export const COMPRESSOR = defineProcessor({
  id: 'compressor',
  label: 'Compressor',
  help: 'Turns the stem down while it is louder than the threshold.',
  settings: {
    /** In dBFS of the louder channel's peak */
    thresholdDb: numberSetting('threshold', { default: -18, min: -60, max: 0, unit: 'dB' }),
    /** How many dB above the threshold make one dB more at the output */
    ratio: numberSetting('ratio', { default: 1, min: 1, max: 20, unit: 'ratio' }),
    /** Width of the bend around the threshold */
    kneeDb: numberSetting('knee', { default: 6, min: 0, max: 24, unit: 'span' }),
    /** Time to 63 % of a gain reduction that has become necessary */
    attackMs: numberSetting('attack', { default: 10, min: 0.1, max: 200, unit: 'ms' }),
    /** Time to 63 % of the way back */
    releaseMs: numberSetting('release', { default: 120, min: 5, max: 2_000, unit: 'ms' }),
    /** Gain after the compression */
    makeupDb: numberSetting('make-up gain', { default: 0, min: 0, max: 24, unit: 'span' }),
    /** How far it sees ahead, which is also how late the audio comes out */
    lookAheadMs: numberSetting('look-ahead', { default: 0, min: 0, max: 10, unit: 'ms' }),
  },
});
export type CompressorSettings = SettingsOf<typeof COMPRESSOR>;
