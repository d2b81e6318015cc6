// How this listener looks at the lanes: what is picked, which mode each lane is in, how tall waveforms are drawn.
import { LANE_NAMES, type LaneName } from '@/document/automation-schema';
import { Store } from '../../ui/store';

/** Under the hand of a lane are its clips, or the points of one of its controls. */
export type LaneMode = 'clips' | LaneName;
export const LANE_MODES: readonly LaneMode[] = ['clips', ...LANE_NAMES];

export interface Picked {
  readonly stemId: string;
  readonly clipId: string;
}

/** How many times taller waveforms are drawn than the loudest stem needs. */
const ZOOMS: readonly [number, ...number[]] = [1, 2, 4, 8];
/** A song of silence is drawn to full scale. */
const QUIETEST = 1e-4;

export class LaneView {
  readonly picked = new Store<Picked | null>(null);
  readonly modes = new Store<ReadonlyMap<string, LaneMode>>(new Map());
  /** The groups whose tracks are hidden. */
  readonly folded = new Store<ReadonlySet<string>>(new Set());
  readonly isSnapping = new Store(true);
  /** Where the dragged edge has snapped, in samples. */
  readonly snapped = new Store<number | null>(null);
  /** The track onto which a clip is being dragged from another one. */
  readonly dropTrack = new Store<string | null>(null);
  readonly zoom = new Store(1);
  /** The amplitude that reaches the edge of a lane: the same for all of them, so that levels can be compared. */
  readonly fullScale = new Store(1);
  readonly #loudest = new Map<string, number>();

  setMode(stemId: string, mode: LaneMode): void {
    this.modes.set(new Map([...this.modes.get(), [stemId, mode]]));
  }

  /** Hides the tracks of a group, or shows them again. */
  toggleFold(group: string): void {
    const folded = new Set(this.folded.get());
    if (!folded.delete(group)) folded.add(group);
    this.folded.set(folded);
  }

  /** Shows the tracks of a group. */
  unfold(group: string): void {
    if (this.folded.get().has(group)) this.toggleFold(group);
  }

  /** Draws waveforms twice as tall, after the tallest as before. */
  zoomOn(): void {
    const next = ZOOMS[ZOOMS.indexOf(this.zoom.get()) + 1] ?? ZOOMS[0];
    this.zoom.set(next);
    this.#scale();
  }

  /** Takes how loud a stem gets: the loudest of the song fills its lane. */
  setLoudest(stemId: string, amplitude: number): void {
    this.#loudest.set(stemId, amplitude);
    this.#scale();
  }

  #scale(): void {
    const loudest = Math.max(0, ...this.#loudest.values());
    this.fullScale.set((loudest < QUIETEST ? 1 : loudest) / this.zoom.get());
  }
}
