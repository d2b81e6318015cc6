// The edits of tracks in the shared document: what cannot be done is reported to the user.
import type * as Y from 'yjs';
import type { TrackColor } from '@/contract/track-colors';
import { createTrack, duplicateTrack, removeTrack, renameTrack, setTrackColor } from '@/document/track-edits';
import { createGroup, moveTrack, setTrackGroup, stepTrack } from '@/document/track-moves';
import { errorMessage } from '../../api/problem';

interface TrackControlParts {
  readonly doc: Y.Doc;
  /** The transaction origin that this person's undo tracks. */
  readonly origin: unknown;
  /** Reports to the user why an edit was rejected. */
  readonly report: (problem: string) => void;
}

export class TrackControl {
  readonly #parts: TrackControlParts;

  constructor(parts: TrackControlParts) {
    this.#parts = parts;
  }

  /** Adds an empty track behind the others. @returns its id, null when there is no room */
  create(name: string): string | null {
    const { doc, origin } = this.#parts;
    return this.#try(() => createTrack(doc, { name, source: null }, origin));
  }

  rename(id: string, name: string): void {
    const { doc, origin } = this.#parts;
    this.#try(() => renameTrack(doc, id, name, origin));
  }

  setColor(id: string, color: TrackColor): void {
    const { doc, origin } = this.#parts;
    this.#try(() => setTrackColor(doc, id, color, origin));
  }

  /** Makes a group of a track. @returns its id, null when there is no room */
  group(id: string): string | null {
    const { doc, origin } = this.#parts;
    return this.#try(() => createGroup(doc, id, origin));
  }

  /** Puts a track into a group, or takes it out: null. */
  setGroup(id: string, group: string | null): void {
    const { doc, origin } = this.#parts;
    this.#try(() => setTrackGroup(doc, id, group, origin));
  }

  /** Moves a track up or down by one place, over the edges of groups too. */
  step(id: string, step: -1 | 1): void {
    const { doc, origin } = this.#parts;
    this.#try(() => stepTrack(doc, id, step, origin));
  }

  /** @param index where it stands afterwards, from 0; pulled into the list */
  move(id: string, index: number): void {
    const { doc, origin } = this.#parts;
    this.#try(() => moveTrack(doc, id, index, origin));
  }

  /** Puts a copy behind the track. @returns the id of the copy, null when there is no room */
  duplicate(id: string): string | null {
    const { doc, origin } = this.#parts;
    return this.#try(() => duplicateTrack(doc, id, origin));
  }

  remove(id: string): void {
    const { doc, origin } = this.#parts;
    this.#try(() => removeTrack(doc, id, origin));
  }

  #try<Result>(edit: () => Result): Result | null {
    try {
      return edit();
    } catch (failure) {
      this.#parts.report(errorMessage(failure));
      return null;
    }
  }
}
