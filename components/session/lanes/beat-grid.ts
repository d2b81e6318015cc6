// The beat grid of the open project: what the analysis found, as people corrected it.
import { type BeatPositions, beatGridOf, type GridSettings, withDownbeatAt } from '@/audio/tempo/beat-grid';
import { SAMPLE_RATE, type Samples, secondsToSamples } from '@/audio/units';
import type { SongBeats } from '@/contract/http/separation';
import type { MixState } from '@/document/schema';
import { shareUnchanged } from '../../collaboration/mix-reader';
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
  readonly #length: Readable<Samples>;
  readonly #positions = new Store(NOTHING_FOUND);
  readonly #settings: Store<GridSettings>;
  readonly #stops: readonly (() => void)[];
  #found = NOTHING_FOUND;

  /**
   * @param mix with the settings of the grid
   * @param length of the timeline, in samples
   */
  constructor(mix: Readable<MixState>, length: Readable<Samples>) {
    this.#length = length;
    this.#settings = new Store(settingsOf(mix.get()));
    this.#stops = [
      // A hand on a fader changes the mix thirty times a second, and nothing here.
      mix.subscribe(() => this.#settings.set(shareUnchanged(this.#settings.get(), settingsOf(mix.get())))),
      this.#settings.subscribe(() => this.#refresh()),
      length.subscribe(() => this.#refresh()),
    ];
    this.#refresh();
  }

  /** Positions in samples, in order; empty where neither beats nor BPM are known. */
  readonly get = (): BeatPositions => this.#positions.get();
  readonly subscribe = (listener: () => void): (() => void) => this.#positions.subscribe(listener);

  /** How it was corrected. */
  get settings(): Readable<GridSettings> {
    return this.#settings;
  }

  /** Whether the analysis found beats. */
  get isFound(): boolean {
    return this.#found.beats.length >= 2;
  }

  /** Sets what the analysis found, whenever it is read. */
  setFound({ beats_s, downbeats_s }: SongBeats): void {
    const [beats, downbeats] = [beats_s, downbeats_s].map((all) => all.map((each) => secondsToSamples(each)));
    this.#found = { beats: beats ?? [], downbeats: downbeats ?? [] };
    this.#refresh();
  }

  /** The settings with which a bar begins at `position` (samples); null without a grid. */
  withDownbeatAt(position: number): ReturnType<typeof withDownbeatAt> {
    return withDownbeatAt(this.#found, this.#settings.get(), this.#timeline(), position);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  #timeline() {
    return { length: this.#length.get(), rate: SAMPLE_RATE };
  }

  #refresh(): void {
    const made = beatGridOf(this.#found, this.#settings.get(), this.#timeline());
    this.#positions.set(shareUnchanged(this.#positions.get(), made));
  }
}
