// Follows the time stamps of decoded frames, to know where something is missing between them.

import type { Place } from '../damage';
import { LineSplitter } from '../line-splitter';

/** What is missing; its place is how much has been decoded before it, gaps before it not counted. */
export type Gap = Place;

/** The filter that prints a line for every frame. */
export const CLOCK_FILTER = 'ashowinfo';

const LINE = /\bn: *\d+ pts: *(-?\d+) .*?rate: *(\d+) nb_samples: *(\d+)/;
/**
 * Containers that count in milliseconds are off by a few, and FFmpeg stamps frames of Vorbis up to 9.4 ms wrong at
 * 48 kHz. A damaged packet of Opus is often 10 ms shorter than the one that it took the place of.
 */
const TOLERANCE_S = 0.0099;
/** What is left of stamps in milliseconds. */
const ROUNDED_S = 0.0015;
/** Delays of encoders are cut to within this. */
const START_TOLERANCE_S = 0.015;
/** Beyond what the file claims to be long, a longer jump is a wrong time stamp. */
const LONGEST_UNCLAIMED_S = 10;
const CLAIM_TOLERANCE_S = 1;

export interface FrameLine {
  /** In samples. */
  readonly pts: number;
  readonly rate: number;
  readonly samples: number;
}

/** Reads a line that the filter printed; null for any other. */
export function readFrameLine(line: string): FrameLine | null {
  const [, pts, rate, samples] = LINE.exec(line) ?? [];
  return pts === undefined ? null : { pts: Number(pts), rate: Number(rate), samples: Number(samples) };
}

export class FrameClock {
  readonly gaps: Gap[] = [];
  /** What was decoded before the sample rate changed last, and since. */
  #before = 0;
  #samples = 0;
  #rate = 1;
  readonly #lines = new LineSplitter();
  #expectedS: number | null = null;
  #startS = 0;
  #waiting: (() => void)[] = [];
  #hasEnded = false;
  #pending: { readonly jumpS: number; readonly frame: FrameLine; readonly resumesS: number } | null = null;
  readonly #claimedS: number;
  readonly #beginsAtZero;

  /**
   * @param claimedS the length that the file claims, 0 where it claims nothing or is trusted to have no gaps
   * @param beginsAtZero whether a first frame that is later than 0 says that something is missing before it
   */
  constructor(claimedS: number, beginsAtZero = false) {
    this.#claimedS = claimedS;
    this.#beginsAtZero = beginsAtZero;
  }

  /** Takes what FFmpeg prints on stderr. */
  read(text: string): void {
    for (const line of this.#lines.push(text)) {
      const frame = readFrameLine(line);
      if (frame) this.#add(frame);
    }
    this.#wake();
  }

  /** FFmpeg will print no more. */
  end(): void {
    this.#settle(Number.NaN);
    this.#hasEnded = true;
    this.#wake();
  }

  /** Waits until the frames up to that time have been read, or all there are. */
  async covers(timeS: number): Promise<void> {
    while (this.decodedS < timeS && !this.#hasEnded) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  /** Seconds that have been decoded, without the gaps. */
  get decodedS(): number {
    return this.#before + this.#samples / this.#rate;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #add(frame: FrameLine): void {
    const [ptsS, lengthS] = [frame.pts / frame.rate, frame.samples / frame.rate];
    this.#settle(ptsS);
    if (Number.isFinite(ptsS)) {
      if (this.#expectedS === null) this.#begin(ptsS);
      const jumpS = ptsS - (this.#expectedS ?? ptsS);
      if (jumpS > TOLERANCE_S && this.#isMissing(ptsS, jumpS)) {
        this.#pending = { jumpS, frame, resumesS: ptsS + lengthS };
        return;
      }
      // A stamp that lies behind says nothing about what is missing.
      this.#expectedS = Math.max(this.#expectedS ?? ptsS, ptsS + lengthS);
    }
    this.#count(frame);
  }

  #begin(ptsS: number): void {
    if (!this.#beginsAtZero) {
      this.#startS = ptsS;
    } else {
      this.#expectedS = Math.max(0, ptsS);
      if (ptsS > START_TOLERANCE_S) this.gaps.push({ atS: 0, lengthS: ptsS });
    }
  }

  #count({ rate, samples }: FrameLine): void {
    if (rate !== this.#rate) {
      this.#before = this.decodedS;
      this.#samples = 0;
      this.#rate = rate;
    }
    this.#samples += samples;
  }

  /**
   * Decides about a jump by the frame after it: FFmpeg stamps single frames of Vorbis wrong, and goes on as before. Behind
   * a hole, frames of Vorbis are decoded with what overlaps them from before it, and the first one is then too long: it
   * ends where the next one begins.
   */
  #settle(nextS: number): void {
    if (!this.#pending) return;
    const { jumpS, frame, resumesS } = this.#pending;
    this.#pending = null;
    const isStray = Math.abs(nextS - (resumesS - jumpS)) <= TOLERANCE_S;
    const overlapS = resumesS - nextS;
    const isOverlap = overlapS > ROUNDED_S && overlapS <= Math.min(jumpS, frame.samples / frame.rate);
    const lengthS = isOverlap ? jumpS - overlapS : jumpS;
    if (!isStray) this.gaps.push({ atS: this.decodedS, lengthS });
    this.#expectedS = isStray ? resumesS - jumpS : resumesS - (jumpS - lengthS);
    this.#count(frame);
  }

  #isMissing(ptsS: number, jumpS: number): boolean {
    return jumpS <= LONGEST_UNCLAIMED_S || ptsS - this.#startS <= this.#claimedS + CLAIM_TOLERANCE_S;
  }
}
