// A version of the mix that this listener hears in place of the shared one; nothing of it is written.
import type * as Y from 'yjs';
import type { MixState } from '@/document/schema';
import { mixOfRegisters, restoreMix } from '@/document/versions';
import type { VersionDetail } from '../api/versions';
import { shareUnchanged } from '../collaboration/mix-reader';
import { type Readable, Store } from '../collaboration/store';

export class MixPreview {
  readonly #doc: Y.Doc;
  readonly #origin: unknown;
  readonly #shared: Readable<MixState>;
  readonly #heard: Store<MixState>;
  readonly #version = new Store<VersionDetail | null>(null);
  readonly #stop: () => void;

  /** @param origin the transaction origin of this person's edits: a restore is one of them */
  constructor(doc: Y.Doc, origin: unknown, shared: Readable<MixState>) {
    this.#doc = doc;
    this.#origin = origin;
    this.#shared = shared;
    this.#heard = new Store(shared.get());
    this.#stop = shared.subscribe(() => this.#refresh());
  }

  /** The mix to show and to play: of the version while there is one, else the shared one. */
  get mix(): Readable<MixState> {
    return this.#heard;
  }

  /** The version that is heard; null for the shared mix. */
  get version(): Readable<VersionDetail | null> {
    return this.#version;
  }

  /** Hears a version, or the shared mix again. */
  show(version: VersionDetail | null): void {
    this.#version.set(version);
    this.#refresh();
  }

  /** Puts the version that is heard back for everybody, as one edit, and ends the preview. */
  restore(): void {
    const version = this.#version.get();
    if (!version) return;
    restoreMix(this.#doc, version.id, version.mix, this.#origin);
    this.show(null);
  }

  destroy(): void {
    this.#stop();
  }

  #refresh(): void {
    const version = this.#version.get();
    // The stems may have changed since the version was saved: its mix is heard on those there are.
    const next = version ? mixOfRegisters(this.#doc, version.mix) : this.#shared.get();
    this.#heard.set(shareUnchanged(this.#heard.get(), next));
  }
}
