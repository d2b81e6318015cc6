// The analyses by name; all take whole recordings.

import { FRAME_LENGTH } from '@/audio/analysis/frames';
import { detectOnsets } from '@/audio/analysis/onsets';
import { type PitchTrack, trackPitch } from '@/audio/analysis/pitch/pyin';
import { PITCH_FFT_SIZE } from '@/audio/analysis/pitch/yin-difference';
import { type Interval, splitAtSilence } from '@/audio/analysis/split';
import { createRealFft, type RealFft } from '@/audio/fft';
import { type ActivityStems, analyseTrack } from '@/audio/track/analyse';
import type { TrackAnalysis } from '@/audio/track/types';

/** A mono signal and its rate in Hz. */
export interface Recording {
  readonly signal: Float32Array;
  readonly sampleRate: number;
}

/** Both channels of a track, equally long, and its mono stems where it has been separated. */
export interface TrackRecording {
  readonly left: Float32Array;
  readonly right: Float32Array;
  readonly sampleRate: number;
  readonly stems?: ActivityStems;
}

const transforms = new Map<number, Promise<RealFft>>();

/** One transform of each size per thread is enough: an analysis never waits while it uses one. */
function transformOf(size: number): Promise<RealFft> {
  const known = transforms.get(size);
  if (known) return known;
  const created = createRealFft(size);
  transforms.set(size, created);
  return created;
}

export const analyses = {
  /** The frames at which onsets are (frame x 512 = sample), in order. */
  async onsets({ signal, sampleRate }: Recording): Promise<number[]> {
    return detectOnsets(await transformOf(FRAME_LENGTH), signal, sampleRate);
  },

  /** Pitch and voicing of every frame. */
  async pitch({ signal, sampleRate }: Recording): Promise<PitchTrack> {
    return trackPitch(await transformOf(PITCH_FFT_SIZE), signal, sampleRate);
  },

  /** The stretches that are not silent: less than `topDb` below the loudest. */
  async split({ signal, topDb }: Recording & { readonly topDb?: number }): Promise<Interval[]> {
    return splitAtSilence(signal, topDb);
  },

  /** Tempo, beats, bars, sections, key, activity, loudness and cues. */
  async track({ left, right, sampleRate, stems }: TrackRecording): Promise<TrackAnalysis> {
    return analyseTrack(left, right, sampleRate, stems);
  },
};
