// The page's state of the song: its tracks, what they can play, and the current mix of them.
import type { MixGraph } from '@/audio/mix/graph';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { type Samples, samples } from '@/audio/units';
import { mixLength } from '@/document/clips';
import { DEFAULT_MIX, type MixState } from '@/document/schema';
import { type StripClips, sameClips } from '../audio-thread/arrangement';
import type { Speed } from '../speed';
import type { PlayerStem, PlayerTrack } from '../types';
import { sameStem } from './stem-segments';

/** What the audio thread is told of a track. */
const plainTrack = ({ id, stemId, lengthSamples }: PlayerTrack): PlayerTrack => ({
  id,
  stemId,
  lengthSamples,
});

const sameTrack = (a: PlayerTrack, b: PlayerTrack): boolean =>
  a.id === b.id && a.stemId === b.stemId && a.lengthSamples === b.lengthSamples;

const isSame = <Part>(a: readonly Part[], b: readonly Part[], same: (a: Part, b: Part) => boolean): boolean =>
  a.length === b.length && a.every((part, at) => same(part, b[at] as Part));

/** A track and the clips that sound. */
export interface ArrangedTrack {
  readonly track: PlayerTrack;
  readonly clips: StripClips;
}

export class SongMix {
  /** In an order of their own: whoever moves a track in the mixer changes nothing that is played. */
  tracks: readonly PlayerTrack[] = [];
  stems: readonly PlayerStem[] = [];
  /** With a strip for each of the tracks. */
  graph: MixGraph;
  #mix: MixState = DEFAULT_MIX;
  #soloed: ReadonlySet<string> = new Set();

  constructor() {
    this.graph = this.#makeGraph();
  }

  get trackIds(): readonly string[] {
    return this.tracks.map(({ id }) => id);
  }

  get speed(): Speed {
    const { tempo, keySemitones } = this.#mix;
    return { tempo, keySemitones };
  }

  /** Of the tracks, in their order. */
  get clips(): readonly StripClips[] {
    return this.graph.strips.map(({ clips }) => clips);
  }

  /** The tracks with the clips that sound. */
  get arranged(): readonly ArrangedTrack[] {
    const { clips } = this;
    return this.tracks.map((track, index) => ({ track, clips: clips[index] }));
  }

  get length(): Samples {
    return samples(mixLength(this.tracks, this.#mix.strips));
  }

  /** @returns false when they play what was there already */
  setTracks(tracks: readonly PlayerTrack[], stems: readonly PlayerStem[]): boolean {
    const sorted = tracks.map(plainTrack).sort((a, b) => (a.id < b.id ? -1 : 1));
    if (isSame(sorted, this.tracks, sameTrack) && isSame(stems, this.stems, sameStem)) return false;
    this.tracks = sorted;
    this.stems = stems;
    this.graph = this.#makeGraph();
    return true;
  }

  /** @returns whether other clips sound now */
  setMix(mix: MixState, soloed: ReadonlySet<string>): boolean {
    const before = this.clips;
    this.#mix = mix;
    this.#soloed = soloed;
    this.graph = this.#makeGraph();
    return !this.clips.every((clips, at) => sameClips(clips, before[at]));
  }

  #makeGraph(): MixGraph {
    return graphOfMix(this.#mix, this.trackIds, this.#soloed);
  }
}
