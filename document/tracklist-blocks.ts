// Tracks that are kept together move as one: which tracks a move takes along, and where it may put them.
import type { ListedTrack, SetOptions } from './tracklist-schema';

type Pairs = SetOptions['together'];

/** Whether the tracks before and at a place are kept together. */
function isJoined(tracks: readonly ListedTrack[], together: Pairs, place: number): boolean {
  const [before, after] = [tracks[place - 1]?.id, tracks[place]?.id];
  return before !== undefined && together.some((pair) => pair[0] === before && pair[1] === after);
}

/** The places of the tracks that move with the one at `place`: from the first one on, up to but without the second. */
export function blockAt(
  tracks: readonly ListedTrack[],
  together: Pairs,
  place: number,
): readonly [from: number, end: number] {
  let from = place;
  while (isJoined(tracks, together, from)) from -= 1;
  let end = place + 1;
  while (isJoined(tracks, together, end)) end += 1;
  return [from, end];
}

/**
 * The order after a track has been moved to a place, with the tracks that it is kept together with. Others that are
 * kept together are not parted: the move goes on to the next gap.
 * @param place where the track is
 * @param to where it is wanted, within the list
 */
export function movedOrder<Track extends ListedTrack>(
  tracks: readonly Track[],
  together: Pairs,
  place: number,
  to: number,
): readonly Track[] {
  const [from, end] = blockAt(tracks, together, place);
  const gap = to > place ? to + 1 : to;
  if (gap >= from && gap <= end) return tracks;
  const block = tracks.slice(from, end);
  const others = tracks.toSpliced(from, block.length);
  const isUp = gap < from;
  let start = isUp ? gap : gap - block.length;
  while (isJoined(others, together, start)) start += isUp ? -1 : 1;
  return others.toSpliced(start, 0, ...block);
}
