// The page's state of the song: its stems and the current mix of them.
import type { MixGraph } from '@/audio/mix/graph';
import { graphOfMix } from '@/audio/mix/graph-of-mix';
import { type Samples, samples } from '@/audio/units';
import { mixLength } from '@/document/clips';
import { DEFAULT_MIX, type MixState } from '@/document/schema';
import { type StripClips, sameClips } from '../audio-thread/arrangement';
import type { Speed } from '../speed';
import type { PlayerStem } from '../types';
import { sameStem } from './stem-segments';

export class SongMix {
  stems: readonly PlayerStem[] = [];
  /** With a strip for each of the stems. */
  graph: MixGraph;
  #mix: MixState = DEFAULT_MIX;
  #soloed: ReadonlySet<string> = new Set();

  constructor() {
    this.graph = this.#makeGraph();
  }

  get stemIds(): readonly string[] {
    return this.stems.map(({ id }) => id);
  }

  get speed(): Speed {
    const { tempo, keySemitones } = this.#mix;
    return { tempo, keySemitones };
  }

  /** Of the stems, in their order. */
  get clips(): readonly StripClips[] {
    return this.graph.strips.map(({ clips }) => clips);
  }

  get length(): Samples {
    return samples(mixLength(this.stems, this.#mix.strips));
  }

  /** @returns false when they are the stems that were there already */
  setStems(stems: readonly PlayerStem[]): boolean {
    const before = this.stems;
    if (stems.length === before.length && stems.every((stem, at) => sameStem(stem, before[at]))) return false;
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
    return graphOfMix(this.#mix, this.stemIds, this.#soloed);
  }
}
