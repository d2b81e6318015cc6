// The constants of audio and storage that every part of the studio counts by.

/** The one sample rate inside the studio, in Hz. Files of other rates are resampled when they are decoded. */
export const SAMPLE_RATE = 44_100;

/** Samples in each stored segment of a stem but the last: 5.9 s, a fetch of about 1 MB. */
export const SEGMENT_SAMPLES = 262_144;

/** The lowest and highest position of a fader, in dB. The lowest one means silence. */
export const FADER_MIN_DB = -60;
export const FADER_MAX_DB = 12;
