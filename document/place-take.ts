// Puts a recorded take on a track: what lay there before gives way, in one step of undo.
import type * as Y from 'yjs';
import { type CutStem, clipsOf, editClips, newClipId } from './clip-edits';
import { type Clip, endOf, type PlacedClip } from './clip-schema';

/** What is left of a clip before and behind a stretch of the timeline; fades stay at the ends that stay. */
function outside(clip: PlacedClip, start: number, end: number): readonly Clip[] {
  const before = Math.min(start, endOf(clip)) - clip.start;
  const cut = Math.max(end, clip.start) - clip.start;
  const rests: Clip[] = [];
  if (before > 0) {
    const fadeOut = before === clip.length ? clip.fadeOut : 0;
    rests.push({ ...clip, length: before, fadeIn: Math.min(clip.fadeIn, before - fadeOut), fadeOut });
  }
  if (cut < clip.length) {
    const length = clip.length - cut;
    const fadeIn = cut === 0 ? clip.fadeIn : 0;
    const fadeOut = Math.min(clip.fadeOut, length - fadeIn);
    rests.push({
      ...clip,
      start: clip.start + cut,
      sourceStart: clip.sourceStart + cut,
      length,
      fadeIn,
      fadeOut,
    });
  }
  return rests;
}

const overlaps = (clip: Clip, { start, length }: Clip): boolean =>
  clip.start < start + length && start < endOf(clip);

/**
 * Puts a take on a track and clears the stretch that it covers. The same take again changes nothing, unless somebody
 * has moved its clip since.
 * @param takeId the id that its clip gets
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError with a user message when it cannot lie there or the track has as many clips as it can have
 */
export function placeTake(doc: Y.Doc, track: CutStem, takeId: string, take: Clip, origin: unknown): void {
  const changes = new Map<string, Clip | null>([[takeId, take]]);
  for (const clip of clipsOf(doc, track)) {
    if (clip.id === takeId || !overlaps(clip, take)) continue;
    const [first, second] = outside(clip, take.start, endOf(take));
    changes.set(clip.id, first ?? null);
    if (second) changes.set(newClipId(), second);
  }
  editClips(doc, track, changes, origin);
}
