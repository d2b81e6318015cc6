// The beat grid of the open project: what the analysis found, as people corrected it.
import { type BeatPositions, beatGridOf, type GridSettings, withDownbeatAt } from '@/audio/tempo/beat-grid';
import { SAMPLE_RATE, type Samples, secondsToSamples } from '@/audio/units';
import type { SongBeats } from '@/contract/http/separation';
import type { MixState } from '@/document/schema';
import { type Readable, Store } from '../../ui/store';

const NOTHING_FOUND: BeatPositions = { beats: [], downbeats: [] };

const settingsOf = (mix: MixState): GridSettings => ({
  bpm: mix.bpm,
  gridShiftMs: mix.gridShiftMs,
  gridDoublings: mix.gridDoublings,
  gridFirstBeat: mix.gridFirstBeat,
  gridBeatsPerBar: mix.gridBeatsPerBar,
  gridIsSteady: mix.gridIsSteady,
});

export class BeatGrid implements Readable<BeatPositions> {
  readonly #mix: Readable<MixState>;
  readonly #length: Readable<Samples>;
  readonly #positions = new Store(NOTHING_FOUND);
  readonly #stops: readonly (() => void)[];
  #found = NOTHING_FOUND;
  /** What the positions were made of. */
  #made = '';

  /**
   * @param mix with the settings of the grid
   * @param length of the timeline, in samples
   */
  constructor(mix: Readable<MixState>, length: Readable<Samples>) {
    this.#mix = mix;
    this.#length = length;
    this.#stops = [mix, length].map((part) => part.subscribe(() => this.#refresh()));
  }

  /** Positions in samples, in order; empty where neither beats nor BPM are known. */
  readonly get = (): BeatPositions => this.#positions.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#positions.subscribe(listener);

  /** Whether the analysis found beats. */
  get isFound(): boolean {
    return this.#found.beats.length >= 2;
  }

  /** Sets what the analysis found, whenever it is read. */
  setFound({ beats_s, downbeats_s }: SongBeats): void {
    const [beats, downbeats] = [beats_s, downbeats_s].map((all) => all.map((each) => secondsToSamples(each)));
    this.#found = { beats: beats ?? [], downbeats: downbeats ?? [] };
    this.#made = '';
    this.#refresh();
  }

  /** The settings with which a bar begins at `position` (samples); null without a grid. */
  withDownbeatAt(position: number): ReturnType<typeof withDownbeatAt> {
    return withDownbeatAt(this.#found, settingsOf(this.#mix.get()), this.#timeline(), position);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #timeline() {
    return { length: this.#length.get(), rate: SAMPLE_RATE };
  }

  #refresh(): void {
    const settings = settingsOf(this.#mix.get());
    const timeline = this.#timeline();
    const made = JSON.stringify([settings, timeline]);
    if (made === this.#made) return;
    this.#made = made;
    this.#positions.set(beatGridOf(this.#found, settings, timeline));
  }
}
