// A version of the mix that this listener previews in place of the shared one; nothing of it is written.

import type * as Y from 'yjs';
import type { VersionDetail } from '@/contract/http/versions';
import type { MixState, StemResult } from '@/document/schema';
import type { Track } from '@/document/tracks';
import { restoreVersion, type VersionContent, versionContent } from '@/document/versions';

import { type MixReader, type Styles, shareUnchanged } from '../../collaboration/mix-reader';
import { type Readable, Store } from '../../ui/store';

type Shared = Pick<MixReader, 'mix' | 'tracks' | 'sources' | 'styles'>;

export class MixPreview {
  readonly #doc: Y.Doc;
  readonly #origin: unknown;
  readonly #shared: Shared;
  readonly #mix: Store<MixState>;
  readonly #tracks: Store<readonly Track[]>;
  readonly #sources: Store<readonly StemResult[]>;
  readonly #styles: Store<Styles>;
  readonly #version = new Store<VersionDetail | null>(null);
  readonly #stops: readonly (() => void)[];

  /** @param origin the transaction origin of this person's edits: a restore is one of them */
  constructor(doc: Y.Doc, origin: unknown, shared: Shared) {
    this.#doc = doc;
    this.#origin = origin;
    this.#shared = shared;
    this.#mix = new Store(shared.mix.get());
    this.#tracks = new Store(shared.tracks.get());
    this.#sources = new Store(shared.sources.get());
    this.#styles = new Store(shared.styles.get());
    this.#stops = [shared.mix, shared.tracks, shared.sources, shared.styles].map((part) =>
      part.subscribe(() => this.#refresh()),
    );
  }

  /** The mix to show and to play: of the version while there is one, else the shared one. */
  get mix(): Readable<MixState> {
    return this.#mix;
  }

  /** The tracks to show and to play: of the version while there is one. */
  get tracks(): Readable<readonly Track[]> {
    return this.#tracks;
  }

  /** What tracks and clips can play, with the sounds of the version while there is one. */
  get sources(): Readable<readonly StemResult[]> {
    return this.#sources;
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
    const { mix, tracks, sources, styles } = this.#shared;
    return { mix: mix.get(), tracks: tracks.get(), sources: sources.get(), styles: styles.get() };
  }

  #refresh(): void {
    const version = this.#version.get();
    // The stems may have changed since the version was saved: its mix is applied to the current ones.
    const { mix, tracks, sources, styles } = version
      ? versionContent(this.#doc, version.registers)
      : this.#now();
    this.#styles.set(shareUnchanged(this.#styles.get(), styles));
    this.#sources.set(shareUnchanged(this.#sources.get(), sources));
    this.#tracks.set(shareUnchanged(this.#tracks.get(), tracks));
    this.#mix.set(shareUnchanged(this.#mix.get(), mix));
  }
}
