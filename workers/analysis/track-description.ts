// The analysis of a track as the command line and the HTTP interface return it: seconds, names, snake_case.
import { camelotOf, tonicName } from '@/audio/track/key';
import type { BarSpan, Key, TrackAnalysis } from '@/audio/track/types';
import { type Samples, samplesToSeconds } from '@/audio/units';

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
/** JSON has no infinity: the figures of silence are null. */
const finite = (value: number): number | null => (Number.isFinite(value) ? rounded(value, 2) : null);

function describeKey(key: Key | null) {
  if (!key) return null;
  const { tonic, mode, confidence } = key;
  return { tonic: tonicName(tonic), mode, camelot: camelotOf(key), confidence: rounded(confidence, 3) };
}

/**
 * Describes an analysis. `bpm` and the keys are null where the track has none; `energy` is 0 to 1 for the bar that
 * each downbeat begins; a phrase's `level` is 32 where a section begins, 16 at every second phrase in it, else 8.
 */
export function describeTrack(track: TrackAnalysis) {
  const seconds = (at: Samples) => rounded(samplesToSeconds(at, track.sampleRate), 6);
  const span = ({ start, end, bars }: BarSpan) => ({ start_s: seconds(start), end_s: seconds(end), bars });
  const { tempo, loudness } = track;
  return {
    duration_s: seconds(track.lengthSamples),
    bpm: tempo && rounded(tempo.bpm, 4),
    bpm_confidence: rounded(tempo?.confidence ?? 0, 3),
    bpm_candidates: (tempo?.candidates ?? []).map(({ bpm, share }) => ({
      bpm: rounded(bpm, 4),
      confidence: rounded(share, 3),
    })),
    beats: track.beats.map(seconds),
    downbeats: track.downbeats.map(seconds),
    phrases: track.phrases.map((phrase) => ({ ...span(phrase), level: phrase.level })),
    key: describeKey(track.key),
    key_start: describeKey(track.keyStart),
    key_end: describeKey(track.keyEnd),
    energy: track.energy.map((value) => rounded(value, 3)),
    sections: track.sections.map((section) => ({
      name: section.kind,
      ...span(section),
      energy: rounded(section.energy, 3),
    })),
    loudness: {
      integrated_lufs: finite(loudness.integratedLufs),
      lra_lu: finite(loudness.rangeLu),
      true_peak_dbtp: finite(loudness.truePeakDbtp),
    },
    cues: track.cues.map(({ kind, at }) => ({ name: kind, time_s: seconds(at) })),
  };
}
