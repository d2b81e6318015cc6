// The edits of tracks in the shared document: what cannot be done is reported to the user.
import type * as Y from 'yjs';
import type { TrackColor } from '@/contract/track-colors';
import {
  createTrack,
  duplicateTrack,
  moveTrack,
  removeTrack,
  renameTrack,
  setTrackColor,
} from '@/document/track-edits';
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
