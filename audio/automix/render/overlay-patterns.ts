// The notes of every overlay sample, in beats: because they are played anew for each transition, nothing is stretched.
import { choir, conga, type OverlayVoice, pluck, riser, shaker, snare } from './overlay-voices';

export interface OverlayNote {
  /** Beats since the sample began. */
  readonly beat: number;
  readonly gain: number;
  /** @param semitones transposition; what has no pitch ignores it */
  readonly voice: (semitones: number, secondsPerBeat: number) => OverlayVoice;
}

const BEATS = 16;
const every = (step: number, from = 0): number[] =>
  Array.from({ length: Math.ceil((BEATS - from) / step) }, (_, i) => from + i * step);

const shakers = (): OverlayNote[] =>
  every(0.25).map((beat, i) => ({
    beat,
    gain: i % 4 === 2 ? 0.9 : i % 2 === 0 ? 0.5 : 0.3,
    voice: () => shaker(i + 1),
  }));

/** A tumbao of one bar: two tones of the hand, high and low. */
const TUMBAO = [
  [0.5, 330, 0.3],
  [1, 330, 0.7],
  [1.75, 330, 0.3],
  [2.5, 330, 0.4],
  [3, 220, 0.8],
  [3.5, 220, 0.7],
] as const;

const congas = (): OverlayNote[] =>
  every(4).flatMap((bar) =>
    TUMBAO.map(([beat, hz, gain]) => ({ beat: bar + beat, gain, voice: () => conga(hz) })),
  );

const SNARES = [1, 2.25, 3, 3.75] as const;
const breaks = (): OverlayNote[] => [
  ...shakers().map((note) => ({ ...note, gain: 0.5 * note.gain })),
  ...every(4).flatMap((bar) =>
    SNARES.map((beat, i) => ({
      beat: bar + beat,
      gain: i % 2 === 0 ? 0.8 : 0.3,
      voice: () => snare(31 + bar + i),
    })),
  ),
];

const risers = (): OverlayNote[] => [
  { beat: 0, gain: 0.9, voice: (_semitones, secondsPerBeat) => riser(7, BEATS * secondsPerBeat) },
];

/** An arpeggio of a triad, root at a MIDI pitch. */
const plucks = (root: number, third: 3 | 4) => (): OverlayNote[] =>
  every(0.5, 0.5).map((beat, i) => ({
    beat,
    gain: i % 4 === 0 ? 0.7 : 0.5,
    voice: (semitones) => pluck(root + semitones + [0, 7, 12, 12 + third][i % 4]!),
  }));

/** Root and fifth, which go with both modes of a key, held for a bar each. */
const choirs = (root: number) => (): OverlayNote[] =>
  every(4).flatMap((beat, i) =>
    [0, i % 2 === 0 ? 7 : 12].map((step) => ({
      beat,
      gain: 0.45,
      voice: (semitones: number, secondsPerBeat: number) =>
        choir(root + semitones + step, 3.5 * secondsPerBeat),
    })),
  );

/** By the ids of overlay-samples.ts. */
export const OVERLAY_PATTERNS: Readonly<Record<string, () => readonly OverlayNote[]>> = {
  'shaker-125': shakers,
  'congas-125': congas,
  'shaker-90': shakers,
  'breaks-170': breaks,
  'riser-125': risers,
  'pluck-a-minor-125': plucks(57, 3),
  'pluck-d-minor-125': plucks(62, 3),
  'pluck-c-major-95': plucks(60, 4),
  'choir-a-minor-125': choirs(57),
  'choir-e-minor-125': choirs(52),
};
