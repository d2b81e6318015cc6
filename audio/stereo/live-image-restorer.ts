// Gives audio that is stretched live the levels and the stereo image of its original back, band by band, without delay.
import { IMAGE_FIELDS } from './image-bands';
import { ImageTransport } from './image-transport';
import { HIGHEST_HZ, LIVE_BANDS, LIVE_RESPONSES } from './live-bands';
import { type Additions, LiveImageBand } from './live-image-band';

/*
 * A phase vocoder keeps partials and loses a part of what is noise or attack, and not the same part of both channels and of
 * what they share: Signalsmith Stretch takes up to 1.8 dB from thirds of an octave of wide mixes at tempo 0.8 to 1.25 and
 * key -3 to +3. So powers and product of both channels, averaged over seconds, are compared before and after in every
 * band, and the channels are mixed into each other just so far that they are as before (as exports do in frames, see
 * ImageRestorer). The filters that measure also correct, y = x + (T - 1) BP(x), which costs no latency.
 */

const BANDS = LIVE_BANDS.length;
/** Over how many seconds images are averaged. */
const AVERAGE_S = 3;
/** What a stretcher gives first after a start is incomplete, and no measure of what follows. */
const STARTING_S = 0.25;
/** So long an average has to be before it counts; and so long before it counts fully. */
const SETTLED_S = 0.2;
const CERTAIN_S = 1;
/** Shares are set anew after so many frames, and go this part of the way until then: slowly enough for no step to sound. */
const UPDATE_FRAMES = 512;
const APPROACH = 0.08;
/** Over so many frames shares are faded out before bands are tuned anew: 23 ms. */
const FADE_FRAMES = 1024;
/** Band powers below this are silence. */
const SILENCE = 1e-12;
/** A band in which neighbours account for all but this share contains nothing of its own. */
const MIN_OWN = 0.1;

/** Corrects the output of a stretcher block by block. Allocates nothing after it is made. */
export class LiveImageRestorer {
  readonly #before = Array.from({ length: BANDS }, () => new LiveImageBand());
  readonly #after = Array.from({ length: BANDS }, () => new LiveImageBand());
  readonly #was = new Float64Array(IMAGE_FIELDS * BANDS);
  readonly #is = new Float64Array(IMAGE_FIELDS * BANDS);
  /** How each band should be mixed. */
  readonly #wanted = new Float64Array(IMAGE_FIELDS * BANDS);
  readonly #transport = new ImageTransport();
  readonly #additions: Additions;
  #pitch = 1;
  /** How many bands lie below HIGHEST_HZ before and after. */
  #usable = 0;
  #seconds = 0;
  #untilUpdate = UPDATE_FRAMES;
  /** Frames until the shares are faded out and the bands can be tuned; 0 while they are. */
  #fading = 0;
  readonly #sampleRate: number;

  /** @param longest frames that one block contains at most, of the original or of the output */
  constructor(sampleRate: number, longest: number) {
    this.#sampleRate = sampleRate;
    this.#additions = { left: new Float64Array(longest), right: new Float64Array(longest) };
    this.#tune();
  }

  /** @param pitch frequencies of the output per frequency of the original; corrections begin anew where it changes */
  setPitch(pitch: number): void {
    if (pitch === this.#pitch) return;
    this.#pitch = pitch;
    if (this.#fading === 0) this.#fadeOut();
  }

  /** Begins anew: nothing is known of levels, nothing is corrected. */
  reset(): void {
    this.#tune();
    for (const band of this.#before) band.reset();
    for (const band of this.#after) band.reset();
    this.#was.fill(0);
    this.#is.fill(0);
    this.#wanted.fill(0);
    this.#seconds = 0;
    this.#fading = 0;
    this.#untilUpdate = UPDATE_FRAMES;
  }

  /**
   * Corrects the first `frames` frames of `left` and `right` in place.
   * @param inLeft `taken` frames of the original, those that sound in the block; likewise `inRight`
   */
  process(
    inLeft: ArrayLike<number>,
    inRight: ArrayLike<number>,
    consumed: number,
    left: Float64Array,
    right: Float64Array,
    frames: number,
  ): void {
    const additions = this.#additions;
    const before = this.#before;
    const after = this.#after;
    for (let band = 0; band < this.#usable; band++)
      before[band]!.process(inLeft, inRight, consumed, additions);
    additions.left.fill(0);
    additions.right.fill(0);
    for (let band = 0; band < this.#usable; band++) after[band]!.process(left, right, frames, additions);
    for (let i = 0; i < frames; i++) {
      left[i]! += additions.left[i]!;
      right[i]! += additions.right[i]!;
    }
    if (this.#fading > 0) this.#fade(frames);
    else this.#learn(frames);
  }

  #tune(): void {
    this.#usable = 0;
    for (let band = 0; band < BANDS; band++) {
      const { hz, octaves } = LIVE_BANDS[band]!;
      if (hz * Math.max(1, this.#pitch) > HIGHEST_HZ) break;
      this.#before[band]!.tune(hz, octaves, this.#sampleRate);
      this.#after[band]!.tune(hz * this.#pitch, octaves, this.#sampleRate);
      this.#usable++;
    }
  }

  #fadeOut(): void {
    this.#fading = FADE_FRAMES;
    for (const { shares, slopes } of this.#after) {
      for (let field = 0; field < IMAGE_FIELDS; field++) slopes[field] = -shares[field]! / FADE_FRAMES;
    }
  }

  #fade(frames: number): void {
    this.#fading -= frames;
    if (this.#fading <= 0) this.reset();
  }

  #learn(frames: number): void {
    const seconds = frames / this.#sampleRate;
    this.#seconds += seconds;
    const measured = this.#seconds - STARTING_S;
    if (measured < seconds) return;
    const share = seconds / Math.min(AVERAGE_S, measured);
    for (let band = 0; band < this.#usable; band++) {
      const before = this.#before[band]!.image;
      const after = this.#after[band]!.image;
      for (let field = 0; field < IMAGE_FIELDS; field++) {
        const at = IMAGE_FIELDS * band + field;
        this.#was[at]! += share * (before[field]! - this.#was[at]!);
        this.#is[at]! += share * (after[field]! - this.#is[at]!);
      }
    }
    this.#untilUpdate -= frames;
    if (this.#untilUpdate > 0 || measured < SETTLED_S) return;
    this.#untilUpdate = UPDATE_FRAMES;
    this.#decide(Math.min(1, measured / CERTAIN_S));
    this.#approach();
  }

  /** @param certainty how far what was measured is to be trusted, 0 to 1 */
  #decide(certainty: number): void {
    const was = this.#was;
    const is = this.#is;
    const wanted = this.#wanted;
    const transport = this.#transport;
    for (let band = 0; band < this.#usable; band++) {
      const at = IMAGE_FIELDS * band;
      if (is[at]! + is[at + 2]! < SILENCE || !this.#hasOwn(band)) {
        wanted.fill(0, at, at + IMAGE_FIELDS);
        continue;
      }
      transport.write(is, at, was, at, wanted, at);
      wanted[at] = certainty * (wanted[at]! - 1);
      wanted[at + 1]! *= certainty;
      wanted[at + 2] = certainty * (wanted[at + 2]! - 1);
    }
  }

  /** Whether a band of the original contains more than the skirt of another one. */
  #hasOwn(band: number): boolean {
    const was = this.#was;
    const responses = LIVE_RESPONSES[band]!;
    const power = was[IMAGE_FIELDS * band]! + was[IMAGE_FIELDS * band + 2]!;
    if (power < SILENCE) return false;
    for (let other = 0; other < this.#usable; other++) {
      if (other === band) continue;
      const skirt = responses[other]! ** 2;
      const foreign = skirt * (was[IMAGE_FIELDS * other]! + was[IMAGE_FIELDS * other + 2]!);
      if (power - foreign < MIN_OWN * power) return false;
    }
    return true;
  }

  /** Lets the shares move to where the overlapping filters together mix as is wanted. */
  #approach(): void {
    const after = this.#after;
    const wanted = this.#wanted;
    const usable = this.#usable;
    for (let band = 0; band < usable; band++) {
      const responses = LIVE_RESPONSES[band]!;
      for (let field = 0; field < IMAGE_FIELDS; field++) {
        let together = 0;
        for (let other = 0; other < usable; other++)
          together += after[other]!.shares[field]! * responses[other]!;
        const missing = wanted[IMAGE_FIELDS * band + field]! - together;
        after[band]!.slopes[field] = (APPROACH * missing) / UPDATE_FRAMES;
      }
    }
  }
}
