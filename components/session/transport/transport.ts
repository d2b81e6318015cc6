// The transport of one studio page: play, return, seek and loop, as its buttons and keys ask for them.
import type { Samples } from '@/audio/units';
import { errorMessage } from '../../api/problem';
import type { LoopRange, Player } from '../../player/types';
import { type Readable, Store } from '../../ui/store';

export class Transport {
  readonly #player: Player;
  readonly #problem = new Store<string | null>(null);
  /** The loop that was last on, so that the same key brings it back. */
  #lastLoop: LoopRange | null = null;

  constructor(player: Player) {
    this.#player = player;
  }

  /** Why playing did not start; null when it did. */
  get problem(): Readable<string | null> {
    return this.#problem;
  }

  playPause(): void {
    const { status } = this.#player.getState();
    this.#problem.set(null);
    if (status === 'playing' || status === 'holding') this.#player.pause();
    else this.#player.play().catch((failure: unknown) => this.#problem.set(errorMessage(failure)));
  }

  /** Back to the start of the loop, or of the song. */
  toStart(): void {
    this.#player.seek(this.#player.getState().loop?.start ?? (0 as Samples));
  }

  /** Jumps to a sample, pulled into the song. */
  seek(sample: number): void {
    this.#player.seek(this.#clamp(sample));
  }

  /** Loops between two samples, in either order. */
  loopBetween(a: number, b: number): void {
    if (a === b) return;
    this.#setLoop({ start: this.#clamp(Math.min(a, b)), end: this.#clamp(Math.max(a, b)) });
  }

  /** Takes the loop off, or brings the last one back; without one the whole song repeats. */
  toggleLoop(): void {
    const { loop, length } = this.#player.getState();
    if (loop) this.#player.setLoop(null);
    else this.#setLoop(this.#lastLoop ?? { start: 0 as Samples, end: length });
  }

  #setLoop(range: LoopRange): void {
    this.#player.setLoop(range);
    this.#lastLoop = this.#player.getState().loop ?? this.#lastLoop;
  }

  #clamp(sample: number): Samples {
    return Math.round(Math.min(this.#player.getState().length, Math.max(0, sample))) as Samples;
  }
}
