// Judges from the bytes themselves whether they are samples of a format: headers are wrong more often than sound is.
import { median } from '@/contract/median';
import { type SampleFormat, sampleReader } from './pcm-format';
import { residualOf } from './prediction';
import { SignJumps } from './sign-jumps';

export interface Evidence {
  /**
   * Energy of the difference between neighbouring samples against that of white noise, 0 to about 2, median of the
   * windows. Bytes that are read as the wrong integers are noise, near 1; music is far below. Null for silence, and
   * where so little moves that it says nothing about the rest.
   */
  readonly roughness: number | null;
  /** The same for the smoothest channel, each on its own: one channel may contain only cymbals. */
  readonly smoothest: number | null;
  /** The same of the roughest channel that is looked at; null where one of them is silent. */
  readonly roughest: number | null;
  /** The same of the roughest window alone, 0 where none moves. */
  readonly roughestWindow: number;
  /**
   * The share of the energy that the samples before do not predict, 0 to 1, in the channel where it is least: near 1 for
   * noise and for bytes that are read as the wrong numbers, near 0 for tones however high. 1 where nothing moves.
   */
  readonly residual: number;
  /** The same in the channel where it is largest, 1 where one of those that are looked at does not move. */
  readonly largestResidual: number;
  /** The share of the samples other than zero whose size is one of sound, 0 to 1; 1 for integers. */
  readonly plausible: number;
  /** The share of them that is larger than any sound, or no number; the rest of what is not plausible is too small. */
  readonly huge: number;
  /** The share that is no number at all. */
  readonly notNumbers: number;
  /** Different powers of two among the sizes: sound has many, a pattern of a few integers has not. */
  readonly magnitudes: number;
  /** The binary logarithm of the smallest sample other than zero, rounded down; 0 where there is none. */
  readonly quietest: number;
  /** The largest sample, full scale of integers being 1. */
  readonly peak: number;
  /** The root of the mean square of all samples. */
  readonly rms: number;
  /** Whether there are positive samples and negative ones. */
  readonly hasBothSigns: boolean;
  /** The share of the rarer sign among the samples other than zero, 0 to 0.5, in the sounding channel where it is least. */
  readonly rarerSign: number;
  /** How many different values other than zero there are, 258 standing for more than 257. */
  readonly values: number;
  /** How many of those have the sign that fewer of them have. */
  readonly valuesOfRarerSign: number;
  /**
   * Whether bytes jump from one end of full scale to the other where sound of the other sign crosses zero: in every
   * channel that is looked at, but for those at full scale throughout. Longer integers never do.
   */
  readonly hasJumpsOfSign: boolean;
  /** Whether so few different values occur that the sound was made of 8 bits or fewer. */
  readonly isLowBit: boolean;
}

/** Floats of sound, at any scale that writers use: full scale is 1, or that of integers of up to 24 bits. */
const SMALLEST = 2 ** -40;
const LARGEST = 2 ** 24;

/** Different values that 8 bits can make, and the two zeros of floats. */
const MAX_LOW_BIT_VALUES = 257;

/** The least share of windows in which something must move. */
const MIN_MOVING = 0.25;

const isHuge = (x: number): boolean => !(Math.abs(x) <= LARGEST);
const isPlausible = (x: number): boolean => Math.abs(x) >= SMALLEST && !isHuge(x);

function roughnessOf(window: Float64Array): number | null {
  let sum = 0;
  for (let i = 0; i < window.length; i++) sum += window[i] ?? 0;
  const mean = sum / window.length;
  let [energy, difference] = [0, 0];
  for (let i = 1; i < window.length; i++) {
    energy += ((window[i] ?? 0) - mean) ** 2;
    difference += ((window[i] ?? 0) - (window[i - 1] ?? 0)) ** 2;
  }
  return energy > 0 ? difference / (2 * energy) : null;
}

/** What the samples of windows look like, those of absurd sizes left at 0. */
class Tally {
  /** Of each channel that is looked at. */
  readonly roughness: [number[], number[]] = [[], []];
  readonly residuals: [number[], number[]] = [[], []];
  readonly jumps: [SignJumps, SignJumps] = [new SignJumps(), new SignJumps()];
  /** Samples other than zero and those above it, of each channel. */
  readonly signs: [{ sounding: number; positive: number }, { sounding: number; positive: number }] = [
    { sounding: 0, positive: 0 },
    { sounding: 0, positive: 0 },
  ];
  readonly magnitudes = new Set<number>();
  readonly values = new Set<number>();
  peak = 0;
  samples = 0;
  squares = 0;
  sounding = 0;
  plausible = 0;
  huge = 0;
  notNumbers = 0;
  /** The power of two below the last sample. */
  #power = 0;

  get hasBothSigns(): boolean {
    const positive = this.signs[0].positive + this.signs[1].positive;
    return positive > 0 && positive < this.plausible;
  }

  get rarerSign(): number {
    const audible = this.signs.filter(({ sounding }) => sounding > 0);
    return Math.min(
      ...audible.map(({ sounding, positive }) => Math.min(positive, sounding - positive) / sounding),
    );
  }

  get valuesOfRarerSign(): number {
    const positive = [...this.values].filter((x) => x > 0).length;
    return Math.min(positive, this.values.size - positive);
  }

  predicted(channels: number): Pick<Evidence, 'residual' | 'largestResidual'> {
    const residuals = this.residuals.map(median).filter((value) => value !== null);
    const areAll = residuals.length === Math.min(2, channels);
    return { residual: Math.min(1, ...residuals), largestResidual: areAll ? Math.max(...residuals) : 1 };
  }

  hasJumpsOfSign(channels: number): boolean {
    const looked = this.jumps.slice(0, channels);
    const areRight = looked.every((jumps) => jumps.areOfWrongSign || jumps.areAtFullScale);
    return areRight && looked.some((jumps) => jumps.areOfWrongSign);
  }

  add(window: Float64Array, channel: 0 | 1, format: SampleFormat): void {
    const mayBeAbsurd = format.kind === 'float';
    if (format.bytes === 1) this.jumps[channel].add(window);
    this.samples += window.length;
    for (let i = 0; i < window.length; i++) {
      const x = window[i] ?? 0;
      if (x === 0) continue;
      this.sounding++;
      if (!mayBeAbsurd || isPlausible(x)) {
        this.#addSample(x, channel);
        continue;
      }
      if (isHuge(x)) this.huge++;
      if (!Number.isFinite(x)) this.notNumbers++;
      window[i] = 0;
    }
    const rough = roughnessOf(window);
    if (rough === null) return;
    this.roughness[channel].push(rough);
    this.residuals[channel].push(residualOf(window));
  }

  #addSample(x: number, channel: 0 | 1): void {
    const size = Math.abs(x);
    this.plausible++;
    this.squares += x * x;
    this.signs[channel].sounding++;
    if (x > 0) this.signs[channel].positive++;
    if (size > this.peak) this.peak = size;
    if (this.values.size <= MAX_LOW_BIT_VALUES) this.values.add(x);
    // Neighbours mostly share their power of two, and finding it is what takes the time.
    if (size >= this.#power && size < 2 * this.#power) return;
    const magnitude = Math.floor(Math.log2(size));
    this.magnitudes.add(magnitude);
    this.#power = 2 ** magnitude;
  }
}

/**
 * Looks at windows of a file's data as samples of `format`.
 * @param windows pieces that begin with a whole frame whatever the format is
 */
export function evidenceFor(windows: readonly Buffer[], channels: number, format: SampleFormat): Evidence {
  const frameBytes = channels * format.bytes;
  const tally = new Tally();
  const read = sampleReader(format);
  const looked = windows.length * Math.min(2, channels);
  for (const bytes of windows) {
    for (const channel of channels === 1 ? ([0] as const) : ([0, 1] as const)) {
      const window = new Float64Array(Math.floor(bytes.length / frameBytes));
      for (let i = 0; i < window.length; i++) {
        window[i] = read(bytes, i * frameBytes + channel * format.bytes);
      }
      tally.add(window, channel, format);
    }
  }
  const rough = tally.roughness.flat();
  const moving = tally.roughness.map(median).filter((value) => value !== null);
  return {
    roughness: rough.length < MIN_MOVING * looked ? null : median(rough),
    smoothest: moving.length === 0 ? null : Math.min(...moving),
    roughestWindow: Math.max(0, ...rough),
    roughest: moving.length < Math.min(2, channels) ? null : Math.max(...moving),
    ...tally.predicted(channels),
    plausible: tally.sounding === 0 ? 1 : tally.plausible / tally.sounding,
    huge: tally.huge / Math.max(1, tally.sounding),
    notNumbers: tally.notNumbers / Math.max(1, tally.sounding),
    magnitudes: tally.magnitudes.size,
    quietest: tally.magnitudes.size === 0 ? 0 : Math.min(...tally.magnitudes),
    peak: tally.peak,
    rms: Math.sqrt(tally.squares / Math.max(1, tally.samples)),
    hasBothSigns: tally.hasBothSigns,
    rarerSign: tally.rarerSign,
    values: tally.values.size,
    valuesOfRarerSign: tally.valuesOfRarerSign,
    hasJumpsOfSign: tally.hasJumpsOfSign(channels === 1 ? 1 : 2),
    isLowBit: tally.values.size <= MAX_LOW_BIT_VALUES,
  };
}
