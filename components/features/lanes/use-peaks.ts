// The peaks of the sources that a lane shows, fetched and decoded.
'use client';
import { useEffect, useState } from 'react';
import { decodePeaks, type Peaks } from '@/audio/peaks';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import type { PlacedClip } from '@/document/clip-schema';
import type { StemResult } from '@/document/schema';
import type { Track } from '@/document/tracks';
import { loudest } from './peaks-slice';

export interface LanePeaks {
  /** By the id of the source. Those of before stay until newer ones of the same source arrive. */
  readonly peaks: ReadonlyMap<string, Peaks>;
  readonly hasFailed: boolean;
}

const NONE: LanePeaks = { peaks: new Map(), hasFailed: false };

/** The sources that the clips of a track play. */
function useSourcesOf(track: Track, clips: readonly PlacedClip[]): readonly StemResult[] {
  const ids = new Set(clips.map(({ source }) => source ?? track.stemId));
  return useSelected(useStudio().session.tracks.sources, (all) => all).filter(({ id }) => ids.has(id));
}

/**
 * The peaks of what the clips of a track play; how loud it gets sets the scale of all lanes. Peaks grow during
 * separation, and another rendering of a source has others.
 * @param available how far stems are separated, in samples
 */
export function useLanePeaks(track: Track, clips: readonly PlacedClip[], available: number): LanePeaks {
  const { media, lanes } = useStudio().session;
  const sources = useSourcesOf(track, clips);
  const [state, setState] = useState(NONE);
  const wanted = JSON.stringify(sources.map(({ id, sourceId }) => [id, sourceId]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: peaks grow with what is available.
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const load = async (id: string) => {
      const peaks = decodePeaks(new Uint8Array(await media.fetchPeaks(id, signal)));
      if (signal.aborted) return;
      lanes.view.setLoudest(id, loudest(peaks));
      setState((before) => ({ peaks: new Map(before.peaks).set(id, peaks), hasFailed: false }));
    };
    // Not peaks: the user gets the same message as when they did not arrive at all.
    const fail = () => !signal.aborted && setState((before) => ({ ...before, hasFailed: true }));
    for (const [id] of JSON.parse(wanted) as [string, string][]) load(id).catch(fail);
    return () => controller.abort();
  }, [media, lanes, wanted, available]);
  return state;
}
