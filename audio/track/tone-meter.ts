// Whether a recording has notes at all: spectral peaks that stand out and stay where they are, as those of noise, clicks and drums do not.
import { HIGHEST_NOTE_HZ, isPeak, minPeakPower, peakPlace, peakWeight } from './spectral-peaks';

/** Below this lie kicks, whose tones decay within a beat and make no key. */
const LOWEST_HZ = 200;
/** What a peak is compared with: the median of so many bins on either side of it. */
const REACH_BINS = 12;
/** A peak stands out by this factor in power. Among the bins of noise one in thirty thousand does. */
const MIN_PROMINENCE = 16;
/** A tone is found again two frames later (93 ms, half a frame) within so many bins: the peaks of noise have moved. */
const SUSTAIN_FRAMES = 2;
const SUSTAIN_BINS = 0.3;
/** Four seconds: a song whose notes drown in drums and distortion elsewhere has a passage in which they do not. */
const PASSAGE_FRAMES = 86;
/**
 * The share of tones in the weight of all peaks in the clearest passage. Noise, clicks and drums made of them stay below
 * 0.0001, chords in noise as loud as they are reach 0.0008, songs 0.02. Drums of real kits come to 0.013 and keep the key
 * that chance gives them: a song without its key is worse.
 */
const MIN_TONES = 0.0005;
/** Tones of fewer pitch classes than this, weighted evenly, make no key. Tuned kicks come to 1.6, a drone to 2.4. */
const MIN_CLASSES = 2;

/** The frequency of a peak in bins, and by how much it stands out. */
interface Peak {
  readonly bin: number;
  readonly weight: number;
}

/** Whether a peak is MIN_PROMINENCE times the median around it: whether most bins are that far below. */
function standsOut(power: Float32Array, bin: number): boolean {
  const limit = power[bin]! / MIN_PROMINENCE;
  let below = 0;
  for (let i = bin - REACH_BINS; i <= bin + REACH_BINS; i++) if (power[i]! < limit) below++;
  return below > REACH_BINS;
}

/** Judges power spectra of frames that overlap by three quarters, added in order. */
export class ToneMeter {
  readonly #binHz: number;
  readonly #first: number;
  readonly #last: number;
  /** Tones of the frames before, the oldest first. */
  readonly #before: (readonly Peak[])[] = Array.from({ length: SUSTAIN_FRAMES }, () => []);
  /** Weight of tones and of all peaks in the passage so far. */
  #tones = 0;
  #peaks = 0;
  #frames = 0;
  /** Share of tones in the clearest passage that has ended; null before the first has. */
  #clearest: number | null = null;
  readonly #classes = new Float64Array(12);

  /** @param binHz distance of the bins of the spectra, about 5 Hz */
  constructor(binHz: number) {
    this.#binHz = binHz;
    this.#first = Math.max(REACH_BINS, Math.ceil(LOWEST_HZ / binHz));
    this.#last = Math.floor(HIGHEST_NOTE_HZ / binHz);
  }

  /** Adds the next power spectrum, of which the peaks up to 3.5 kHz count. */
  add(power: Float32Array): void {
    const last = Math.min(this.#last, power.length - 1 - REACH_BINS);
    const minPower = minPeakPower(power, this.#first, last);
    const prominent: Peak[] = [];
    for (let bin = this.#first; bin <= last; bin++) {
      if (!isPeak(power, bin, minPower)) continue;
      const weight = peakWeight(power[bin]!);
      this.#peaks += weight;
      if (standsOut(power, bin)) prominent.push({ bin: peakPlace(power, bin), weight });
    }
    this.#countSustained(prominent);
    this.#frames++;
    if (this.#frames % PASSAGE_FRAMES === 0) this.#endPassage();
  }

  /** Whether notes of enough pitch classes sound to make a key. */
  get isTonal(): boolean {
    // A last passage of less than half the length says little, unless it is all there is.
    const isLong = this.#frames % PASSAGE_FRAMES > PASSAGE_FRAMES / 2;
    const clearest = this.#clearest === null || isLong ? this.#clearer() : this.#clearest;
    return clearest >= MIN_TONES && this.#classCount() >= MIN_CLASSES;
  }

  /** The greater of the share in the passage so far and that of the clearest before it. */
  #clearer(): number {
    return Math.max(this.#clearest ?? 0, this.#peaks > 0 ? this.#tones / this.#peaks : 0);
  }

  #countSustained(prominent: readonly Peak[]): void {
    const earlier = this.#before.shift()!;
    this.#before.push(prominent);
    for (const { bin, weight } of prominent) {
      if (!earlier.some((peak) => Math.abs(peak.bin - bin) < SUSTAIN_BINS)) continue;
      this.#tones += weight;
      const pitch = Math.round(12 * Math.log2((bin * this.#binHz) / 440));
      this.#classes[((pitch % 12) + 12) % 12]! += weight;
    }
  }

  #endPassage(): void {
    this.#clearest = this.#clearer();
    this.#tones = 0;
    this.#peaks = 0;
  }

  /** How many equally strong pitch classes would be as diverse as those that sound: the exponential of their entropy. */
  #classCount(): number {
    const sum = this.#classes.reduce((total, weight) => total + weight, 0);
    if (sum === 0) return 0;
    const entropy = this.#classes.reduce((total, weight) => {
      const share = weight / sum;
      return share > 0 ? total - share * Math.log(share) : total;
    }, 0);
    return Math.exp(entropy);
  }
}
