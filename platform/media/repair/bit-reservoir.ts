// Knows which frames of MP3 have their data behind a hole: those that reach into frames which are lost decode to noise.
import type { ByteWindow } from '../byte-window';
import type { Piece } from '../pieces';
import type { FrameFormat, MainData } from './frame-formats';
import type { ScannedFrame } from './scanned-frame';
import { CLAIM_BYTES, readClaim } from './xing-header';

/** A head, a checksum, and where the data of the frame begin. */
const DATA_HEAD_BYTES = 8;

export class BitReservoir {
  /** Bytes for the data of later frames since the last hole, as long as they may reach into it. */
  #bytes: number | null = null;
  readonly #window: ByteWindow;
  readonly #format: FrameFormat;

  constructor(window: ByteWindow, format: FrameFormat) {
    this.#window = window;
    this.#format = format;
  }

  /** Another stream begins, with frames that reach into none before. */
  reset(): void {
    this.#bytes = null;
  }

  /** The frame at `at`, silent where its data begin in a hole. */
  async pieceOf(at: number, frame: ScannedFrame): Promise<Piece> {
    const whole = { from: at, to: Math.min(at + frame.length, this.#window.fileBytes) };
    if (this.#bytes === null) return whole;
    const data = await this.#mainData(at, frame);
    if (data === null || data.reach <= this.#bytes) {
      this.#bytes = null;
      return whole;
    }
    this.#bytes += data.room;
    return this.#muted(at, frame);
  }

  /**
   * Silences the frame before a hole, in which it most likely begins, and watches those behind it.
   * @param pieces those before the hole
   * @param next where frames go on
   * @param lost how many frames the hole takes the place of
   */
  async breakAt(
    pieces: Piece[],
    last: { readonly at: number; readonly frame: ScannedFrame },
    next: number,
    lost: number,
  ): Promise<void> {
    const frame = this.#format.read(await this.#window.read(next, this.#format.headBytes), 0);
    const data = frame && (await this.#mainData(next, frame));
    // A frame without data in others begins what was joined to the frames before, which are whole.
    if (!data || (lost === 0 && data.reach === 0)) return;
    this.#bytes = 0;
    const piece = pieces.at(-1);
    if (!piece || 'fill' in piece || piece.from !== last.at) return;
    const isClaim = readClaim(await this.#window.read(last.at, CLAIM_BYTES), last.frame) !== null;
    if (!isClaim) pieces[pieces.length - 1] = await this.#muted(last.at, last.frame);
  }

  async #mainData(at: number, { length }: ScannedFrame): Promise<MainData | null> {
    return this.#format.mainData(Buffer.from(await this.#window.read(at, DATA_HEAD_BYTES)), length);
  }

  async #muted(at: number, { length }: ScannedFrame): Promise<Piece> {
    return { fill: this.#format.muted(Buffer.from(await this.#window.read(at, length))), times: 1 };
  }
}
