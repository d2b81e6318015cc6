// What a hand on the lanes catches on: the edges of clips, the loop, the playhead at rest, the start of the song.
'use client';
import { endOf } from '@/document/clip-schema';
import { snapShift } from './snap';
import { useStudio } from './studio-context';

/** Within so many pixels things catch. */
const REACH_PX = 8;

/** Shifts `edges` (samples) onto what is near; `samplesPerPixel` is the scale of the lane. */
export type Snap = (edges: readonly number[], samplesPerPixel: number) => number;

/** Gathers at the press what a clip or a point may catch on; `exceptClipId` is the one in hand. */
export function useSnap(): (exceptClipId?: string) => Snap {
  const { session } = useStudio();
  const { lanes, player, stems } = session;
  return (exceptClipId) => {
    const { loop, status } = player.getState();
    const others = stems.all
      .get()
      .flatMap((stem) => lanes.clips.clipsOf(stem))
      .filter(({ id }) => id !== exceptClipId);
    const points = [
      0,
      ...others.flatMap((clip) => [clip.start, endOf(clip)]),
      ...(loop ? [loop.start, loop.end] : []),
      // A playhead that runs would drag things along.
      ...(status === 'playing' ? [] : [player.getPlayhead()]),
    ];
    return (edges, samplesPerPixel) =>
      lanes.view.isSnapping.get() ? snapShift(edges, points, REACH_PX * samplesPerPixel) : 0;
  };
}
