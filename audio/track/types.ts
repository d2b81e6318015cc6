// What the analysis of a track says: plain data, times in samples, so that it can be stored and sent anywhere.
import type { Loudness } from '../loudness/loudness-meter';
import type { Samples } from '../units';

export interface TempoCandidate {
  readonly bpm: number;
  /** Share of plausibility, 0 to 1; all candidates together have 1. */
  readonly share: number;
}

export interface Tempo {
  /** Beats per minute; the median where a human played. */
  readonly bpm: number;
  /** 0 (a guess) to 1. */
  readonly confidence: number;
  /** Readings of the rhythm from the most to the least likely, within half a percent. */
  readonly candidates: readonly TempoCandidate[];
  /** Whether one straight grid fits the whole track. */
  readonly isSteady: boolean;
}

export type Mode = 'major' | 'minor';

export interface Key {
  /** 0 = C to 11 = B. */
  readonly tonic: number;
  readonly mode: Mode;
  /** 0 (a guess) to 1. */
  readonly confidence: number;
}

/** Part of a track in bars of its grid. */
export interface BarSpan {
  readonly start: Samples;
  readonly end: Samples;
  /** Index into the downbeats. */
  readonly firstBar: number;
  readonly bars: number;
}

export interface Phrase extends BarSpan {
  /** 32 where a section begins, 16 at every second phrase within it, else 8. */
  readonly level: 8 | 16 | 32;
}

export const SECTION_KINDS = ['intro', 'build', 'drop', 'break', 'outro'] as const;
export type SectionKind = (typeof SECTION_KINDS)[number];

export interface Section extends BarSpan {
  readonly kind: SectionKind;
  /** Mean energy, 0 to 1. */
  readonly energy: number;
}

export const CUE_KINDS = ['first-sound', 'mix-in', 'first-drop', 'mix-out', 'last-sound'] as const;
export type CueKind = (typeof CUE_KINDS)[number];

/** A place that a DJ would mark. `mix-in`: the incoming groove begins; `mix-out`: the track begins to leave. */
export interface Cue {
  readonly kind: CueKind;
  readonly at: Samples;
}

export interface TrackAnalysis {
  readonly sampleRate: number;
  readonly lengthSamples: Samples;
  /** Null when nothing repeats: silence, one hit, a drone. Then there are no beats, bars or sections. */
  readonly tempo: Tempo | null;
  readonly beats: readonly Samples[];
  readonly downbeats: readonly Samples[];
  readonly beatsPerBar: 3 | 4;
  /** How sure the place of the downbeat is, 0 to 1. */
  readonly downbeatConfidence: number;
  readonly phrases: readonly Phrase[];
  readonly sections: readonly Section[];
  /** Per bar, 0 to 1 within this track. */
  readonly energy: readonly number[];
  /** Per bar, 0 to 1: how likely somebody sings. */
  readonly vocals: readonly number[];
  /** Per bar, 0 to 1: how much bass sounds beside the kick. */
  readonly bass: readonly number[];
  /** Null when no notes sound, or none that make a key: noise, drums, a single tone. */
  readonly key: Key | null;
  /** Of the first and the last 32 bars. */
  readonly keyStart: Key | null;
  readonly keyEnd: Key | null;
  /** How far the track is tuned from A = 440 Hz, -0.5 to 0.5 semitones. */
  readonly tuning: number;
  readonly loudness: Loudness;
  readonly cues: readonly Cue[];
  /** Sharp attacks, as of drums, per second of the track; they may be there without any steady beat. */
  readonly attacksPerSecond?: number;
  /** What sounds before and after the music that cues and sections speak of, divided from it by long silences. */
  readonly leftOut?: readonly SoundSpan[];
}

/** A stretch of sound. */
export interface SoundSpan {
  readonly start: Samples;
  readonly end: Samples;
}
