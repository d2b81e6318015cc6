// The edits of clips: cutting, moving, copying and removing them in the shared document.
import {
  type ClipChanges,
  type ClipMove,
  type CutStem,
  clipsOf,
  editClips,
  idBehindCut,
  moveClipToTrack,
  newClipId,
  putClips,
  resetClips,
} from '@/document/clip-edits';
import { type Clip, endOf, type PlacedClip } from '@/document/clip-schema';
import { clipKey } from '@/document/clips';
import { movedTo, splitAt } from './clip-moves';
import { grabOnLane, type LaneGesture, type LaneGestureParts, tryOnLane } from './lane-gesture';

export class ClipControl {
  readonly #parts: LaneGestureParts;

  constructor(parts: LaneGestureParts) {
    this.#parts = parts;
  }

  /** The clips of a stem in the shared mix; a whole stem is one clip. */
  clipsOf(stem: CutStem): PlacedClip[] {
    return clipsOf(this.#parts.doc, stem);
  }

  /** Takes a clip in hand. Nothing is written until it moves. */
  grab(stem: CutStem, clipId: string): LaneGesture<Clip> {
    const { doc, origin } = this.#parts;
    let isBegun = false;
    return grabOnLane(this.#parts, clipKey(stem.id, clipId), (clip: Clip) => {
      const changes = new Map([[clipId, clip]]);
      if (isBegun) putClips(doc, stem.id, changes, origin);
      else editClips(doc, stem, changes, origin);
      isBegun = true;
    });
  }

  /** Changes a clip in one go, as a key does. */
  put(stem: CutStem, clipId: string, clip: Clip): void {
    this.#edit(stem, new Map([[clipId, clip]]));
  }

  /**
   * Cuts whatever clip of the stem lies at a position in two.
   * @returns the id of the part behind the cut, or null when there is nothing to cut
   */
  split(stem: CutStem, position: number): string | null {
    const hit = this.clipsOf(stem).find((clip) => clip.start < position && position < endOf(clip));
    const parts = hit && splitAt(hit, position);
    if (!hit || !parts) {
      this.#parts.report(
        hit ? 'The playhead stands in a fade.' : 'The playhead stands on no clip of this stem.',
      );
      return null;
    }
    const [before, behind] = parts;
    const id = idBehindCut(this.#parts.doc, stem.id, hit.id, behind.sourceStart);
    const changes = [[hit.id, before] as const, [id, behind] as const];
    return this.#edit(stem, new Map(changes)) ? id : null;
  }

  /** Puts a copy of a clip right behind it; resolves with the id of the copy. */
  duplicate(stem: CutStem, clipId: string): string | null {
    const clip = this.clipsOf(stem).find(({ id }) => id === clipId);
    if (!clip) return null;
    const id = newClipId();
    return this.#edit(stem, new Map([[id, movedTo(clip, endOf(clip))]])) ? id : null;
  }

  /** Moves a clip to another track. @returns the id that it has there, null when it cannot lie there */
  moveToTrack(move: ClipMove): string | null {
    const { doc, origin } = this.#parts;
    let id: string | null = null;
    tryOnLane(this.#parts, () => {
      id = moveClipToTrack(doc, move, origin);
    });
    return id;
  }

  remove(stem: CutStem, clipId: string): void {
    this.#edit(stem, new Map([[clipId, null]]));
  }

  /** Puts the whole stem back where it was recorded. */
  reset(stemId: string): void {
    const { doc, origin } = this.#parts;
    tryOnLane(this.#parts, () => resetClips(doc, stemId, origin));
  }

  #edit(stem: CutStem, changes: ClipChanges): boolean {
    const { doc, origin } = this.#parts;
    return tryOnLane(this.#parts, () => editClips(doc, stem, changes, origin));
  }
}
