// Mixes for the engine's tests: one that uses everything there is, one of gains and balances alone.
import { DEFAULT_MIX, DEFAULT_STRIP, type MixState } from '@/document/schema';

export const EQ = {
  bypass: false,
  lowShelf: { hz: 90, gainDb: 4, q: 0.7 },
  lowPeak: { hz: 350, gainDb: -5, q: 1.4 },
  highPeak: { hz: 3000, gainDb: 3, q: 0.9 },
  highShelf: { hz: 9000, gainDb: -2, q: 0.6 },
};
export const COMPRESSOR = {
  bypass: false,
  thresholdDb: -24,
  ratio: 4,
  kneeDb: 6,
  attackMs: 8,
  releaseMs: 90,
  makeupDb: 4,
  lookAheadMs: 0,
};
const clip = (start: number, sourceStart: number, length: number, fadeIn: number, fadeOut: number) => ({
  start,
  sourceStart,
  length,
  fadeIn,
  fadeOut,
});

/** Every effect, polarity, sends, automation, a group, clips with fades, mute, master equaliser and limiter at once. */
export const FULL_MIX: MixState = {
  ...DEFAULT_MIX,
  strips: {
    a: {
      ...DEFAULT_STRIP,
      group: 'e',
      gainDb: -3.3,
      pan: 0.3,
      invert: true,
      eq: EQ,
      gate: { ...DEFAULT_STRIP.gate, on: true, thresholdDb: -24 },
      saturator: { on: true, driveDb: 12, mix: 0.7, outputDb: -6 },
      sends: { reverbDb: -12, delayDb: -20 },
    },
    b: {
      ...DEFAULT_STRIP,
      eq: EQ,
      compressor: { ...COMPRESSOR, lookAheadMs: 4 },
      highPass: { on: true, hz: 110, slope: 3 },
      deEsser: { ...DEFAULT_STRIP.deEsser, on: true, thresholdDb: -40 },
      automation: {
        gainDb: [
          { at: 20_000, value: -30 },
          { at: 90_000, value: 1 },
          { at: 90_000, value: -8 },
          { at: 300_000, value: -2 },
        ],
        pan: [
          { at: 0, value: -0.8 },
          { at: 250_000, value: 0.6 },
        ],
      },
    },
    c: {
      ...DEFAULT_STRIP,
      group: 'e',
      gainDb: 2,
      pan: -0.5,
      compressor: COMPRESSOR,
      lowPass: { on: true, hz: 7_000, slope: 1 },
      sends: { reverbDb: -60, delayDb: -6 },
      clips: [
        clip(5000, 100_000, 80_001, 3000, 5000),
        clip(83_001, 260_000, 120_000, 2000, 10_000),
        clip(230_000, 1000, 60_000, 0, 44_100),
      ],
    },
    d: { ...DEFAULT_STRIP, gainDb: 3, mute: true, eq: EQ },
    // A group: what it would play by itself is not heard.
    e: {
      ...DEFAULT_STRIP,
      gainDb: -3,
      pan: 0.4,
      eq: EQ,
      compressor: { ...COMPRESSOR, lookAheadMs: 2 },
      sends: { reverbDb: -18, delayDb: -60 },
      automation: {
        gainDb: [
          { at: 30_000, value: 0 },
          { at: 200_000, value: -9 },
        ],
      },
    },
  },
  master: { gainDb: 4, eq: EQ, limiter: { on: true, ceilingDb: -1, releaseMs: 80 } },
  reverb: { ...DEFAULT_MIX.reverb, decayS: 1.2 },
  // A dotted sixteenth and a triplet of quarters: 191 and 340 ms.
  delay: { ...DEFAULT_MIX.delay, leftNote: 4, rightNote: 8 },
  bpm: 117.6,
};

/** Gains, balances, polarity and mute, which an independent sum can be made of. */
export const PLAIN_MIX: MixState = {
  ...DEFAULT_MIX,
  strips: {
    a: { ...DEFAULT_STRIP, gainDb: -8.3, pan: 0.3, invert: true },
    b: { ...DEFAULT_STRIP, gainDb: -13, pan: -1 },
    c: { ...DEFAULT_STRIP, gainDb: -10, pan: -0.7 },
    d: { ...DEFAULT_STRIP, gainDb: 3, mute: true },
    e: { ...DEFAULT_STRIP, gainDb: -60 },
  },
  master: { ...DEFAULT_MIX.master, gainDb: -2.5 },
};
