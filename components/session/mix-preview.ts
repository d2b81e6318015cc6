// A version of the mix that this listener previews in place of the shared one; nothing of it is written.

import type * as Y from 'yjs';
import type { VersionDetail } from '@/contract/http/versions';
import type { MixState, StemResult } from '@/document/schema';
import { restoreVersion, type VersionContent, versionContent } from '@/document/versions';

import { type MixReader, type Styles, shareUnchanged } from '../collaboration/mix-reader';
import { type Readable, Store } from '../ui/store';

type Shared = Pick<MixReader, 'mix' | 'stems' | 'styles'>;

export class MixPreview {
  readonly #doc: Y.Doc;
  readonly #origin: unknown;
  readonly #shared: Shared;
  readonly #mix: Store<MixState>;
  readonly #stems: Store<readonly StemResult[]>;
  readonly #styles: Store<Styles>;
  readonly #version = new Store<VersionDetail | null>(null);
  readonly #stops: readonly (() => void)[];

  /** @param origin the transaction origin of this person's edits: a restore is one of them */
  constructor(doc: Y.Doc, origin: unknown, shared: Shared) {
    this.#doc = doc;
    this.#origin = origin;
    this.#shared = shared;
    this.#mix = new Store(shared.mix.get());
    this.#stems = new Store(shared.stems.get());
    this.#styles = new Store(shared.styles.get());
    this.#stops = [shared.mix, shared.stems, shared.styles].map((part) =>
      part.subscribe(() => this.#refresh()),
    );
  }

  /** The mix to show and to play: of the version while there is one, else the shared one. */
  get mix(): Readable<MixState> {
    return this.#mix;
  }

  /** The audio to play, with the sounds of the version while there is one. */
  get stems(): Readable<readonly StemResult[]> {
    return this.#stems;
  }

  /** What the stems are played with, in the version while there is one. */
  get styles(): Readable<Styles> {
    return this.#styles;
  }

  /** The version that is previewed; null for the shared mix. */
  get version(): Readable<VersionDetail | null> {
    return this.#version;
  }

  /** Previews a version, or returns to the shared mix. */
  show(version: VersionDetail | null): void {
    this.#version.set(version);
    this.#refresh();
  }

  /** Restores the previewed version for everyone, as one edit, and ends the preview. */
  restore(): void {
    const version = this.#version.get();
    if (!version) return;
    restoreVersion(this.#doc, version.id, version.registers, this.#origin);
    this.show(null);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #now(): VersionContent {
    const { mix, stems, styles } = this.#shared;
    return { mix: mix.get(), stems: stems.get(), styles: styles.get() };
  }

  #refresh(): void {
    const version = this.#version.get();
    // The stems may have changed since the version was saved: its mix is applied to the current ones.
    const { mix, stems, styles } = version ? versionContent(this.#doc, version.registers) : this.#now();
    this.#styles.set(shareUnchanged(this.#styles.get(), styles));
    this.#stems.set(shareUnchanged(this.#stems.get(), stems));
    this.#mix.set(shareUnchanged(this.#mix.get(), mix));
  }
}
