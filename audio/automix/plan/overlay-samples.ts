// The samples that may be laid over transitions, with the tempo and key by which they are chosen.
import type { Mode } from '../../track/types';

export const OVERLAY_KINDS = ['percussion', 'instrument', 'vocal'] as const;
export type OverlayKind = (typeof OVERLAY_KINDS)[number];

export interface OverlaySample {
  readonly id: string;
  readonly kind: OverlayKind;
  readonly bpm: number;
  readonly beats: number;
  /** Null for noise and drums. */
  readonly key: { readonly tonic: number; readonly mode: Mode } | null;
}

export const OVERLAY_SAMPLES: readonly OverlaySample[] = [
  { id: 'shaker-125', kind: 'percussion', bpm: 125, beats: 16, key: null },
  { id: 'congas-125', kind: 'percussion', bpm: 125, beats: 16, key: null },
  { id: 'shaker-90', kind: 'percussion', bpm: 90, beats: 16, key: null },
  { id: 'breaks-170', kind: 'percussion', bpm: 170, beats: 16, key: null },
  { id: 'riser-125', kind: 'instrument', bpm: 125, beats: 16, key: null },
  { id: 'pluck-a-minor-125', kind: 'instrument', bpm: 125, beats: 16, key: { tonic: 9, mode: 'minor' } },
  { id: 'pluck-d-minor-125', kind: 'instrument', bpm: 125, beats: 16, key: { tonic: 2, mode: 'minor' } },
  { id: 'pluck-c-major-95', kind: 'instrument', bpm: 95, beats: 16, key: { tonic: 0, mode: 'major' } },
  { id: 'choir-a-minor-125', kind: 'vocal', bpm: 125, beats: 16, key: { tonic: 9, mode: 'minor' } },
  { id: 'choir-e-minor-125', kind: 'vocal', bpm: 125, beats: 16, key: { tonic: 4, mode: 'minor' } },
];

/** A sample of the set; undefined when there is none of that id. */
export function overlaySample(id: string): OverlaySample | undefined {
  return OVERLAY_SAMPLES.find((sample) => sample.id === id);
}
