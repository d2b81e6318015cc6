// The tempo of the recording: what people set, and what the analysis of its beats proposes until then.
'use client';
import { useMemo } from 'react';
import { beatsPerMinute } from '@/audio/tempo/beat-grid';
import { SAMPLE_RATE } from '@/audio/units';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { isTempoKnown, LOWEST_BPM, SONG_CONTROLS } from '@/contract/mix-controls';

interface RecordingTempo {
  /** In beats per minute; null until somebody sets it. */
  readonly bpm: number | null;
  /** In beats per minute, to a tenth; null where no beats are known. */
  readonly proposal: number | null;
}

/** Beats per minute to a tenth, within the range of the register. */
export function roundedBpm(bpm: number): number {
  return Math.min(SONG_CONTROLS.bpm.max, Math.max(LOWEST_BPM, Math.round(bpm * 10) / 10));
}

export function useRecordingTempo(): RecordingTempo {
  const { control, lanes } = useStudio().session;
  const bpm = useSelected(control.localMix, (mix) => (isTempoKnown(mix.bpm) ? mix.bpm : null));
  const beats = useSelected(lanes.grid, (grid) => grid.beats);
  const analysed = useMemo(() => beatsPerMinute(beats, SAMPLE_RATE), [beats]);
  return { bpm, proposal: analysed === null ? null : roundedBpm(analysed) };
}
