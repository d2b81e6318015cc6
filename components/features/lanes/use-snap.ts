// The snap targets of the lanes: the edges of clips, the loop, the playhead while stopped, and beats where
// known.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { endOf } from '@/document/clip-schema';
import { nearestSnap } from './snap';

/** Within so many pixels things catch. */
const REACH_PX = 8;

export interface Snap {
  /**
   * How far to shift `edges` (samples) onto what is near, which is marked; 0 with nothing near, and for a free hand.
   */
  shiftOf(edges: readonly number[], isFree: boolean): number;
  /** Takes the mark away. */
  end(): void;
}

/**
 * Gathers at the press what a clip or a point may catch on. `samplesPerPixel` is the scale of the lane,
 * `exceptClipId` the clip in hand.
 */
export function useSnap(): (samplesPerPixel: number, exceptClipId?: string) => Snap {
  const { session } = useStudio();
  const { lanes, player, tracks } = session;
  const { snapped, isSnapping } = lanes.view;
  return (samplesPerPixel, exceptClipId) => {
    const { loop, status } = player.getState();
    const others = tracks.all
      .get()
      .flatMap((track) => lanes.clips.clipsOf(track))
      .filter(({ id }) => id !== exceptClipId);
    const points = [
      0,
      ...others.flatMap((clip) => [clip.start, endOf(clip)]),
      ...(loop ? [loop.start, loop.end] : []),
      // A playhead that runs would drag things along.
      ...(status === 'playing' ? [] : [player.getPlayhead()]),
    ];
    return {
      shiftOf(edges, isFree) {
        const reach = isFree || !isSnapping.get() ? 0 : REACH_PX * samplesPerPixel;
        // Where other things lie is meant more often than a beat, and beats are everywhere.
        const found = nearestSnap(edges, points, reach) ?? nearestSnap(edges, lanes.grid.get().beats, reach);
        snapped.set(found?.at ?? null);
        return found?.shift ?? 0;
      },
      end: () => snapped.set(null),
    };
  };
}
