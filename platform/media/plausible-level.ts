// Rejects decoded sound at a level that no recording has: a misread or damaged file decodes to deafening
// noise.
import { UnusableAudioError } from './errors';
import { SIGN_LEVELS } from './faults/fault-signs';

/*
 * Integers cannot exceed 0 dBFS, lossy decoders overshoot by a few dB in single samples, and float files of honest
 * mixes have peaks of a few dB over full scale. What is above +6 dBFS RMS for a whole second is no music: misread sample
 * formats give noise from there up to +700 dBFS.
 */

/** The highest plausible RMS level over all channels of a second, or of what is left at the end, in dBFS. */
const LOUDEST_RMS_DBFS = 6;
const LOUDEST_POWER = 10 ** (LOUDEST_RMS_DBFS / 10);
/**
 * Samples that are not numbers become silence; a file with a larger share of them contains no usable sound.
 */
const MAX_NOT_NUMBERS = 0.1;

const tooLoud = (dbfs: number): UnusableAudioError =>
  new UnusableAudioError(
    `The sound of the file is at +${Math.round(dbfs)} dBFS RMS, louder than any recording: the file is damaged, or its kind is not understood.`,
  );

const noNumbers = (): UnusableAudioError =>
  new UnusableAudioError(
    'Many samples of the file are no numbers: the file is damaged, or its kind is not understood.',
  );

/** Watches a decoder's samples while they pass. */
export class LevelGuard {
  #squares = 0;
  #filled = 0;
  #notNumbers = 0;
  #passed = 0;
  readonly #windowLength: number;

  /** @param windowLength samples of all channels in a second */
  constructor(windowLength: number) {
    this.#windowLength = windowLength;
  }

  /**
   * Looks at the next samples of all channels, as the decoder gave them.
   * @throws UnusableAudioError when a second that ends in `block` is implausibly loud
   */
  check(block: Float32Array): void {
    for (let from = 0; from < block.length; ) {
      const to = Math.min(block.length, from + this.#windowLength - this.#filled);
      this.#add(block, from, to);
      if (this.#filled === this.#windowLength) this.#judge();
      from = to;
    }
  }

  /**
   * Judges the end, and the whole.
   * @throws UnusableAudioError when the end is too loud or too many of all samples were no numbers
   */
  finish(): void {
    this.#judge();
    if (this.#notNumbers > MAX_NOT_NUMBERS * this.#passed) throw noNumbers();
  }

  #add(block: Float32Array, from: number, to: number): void {
    let squares = this.#squares;
    for (let i = from; i < to; i++) squares += (block[i] ?? 0) ** 2;
    // No pass of its own for what hardly any file has: a sum says whether one of its terms was no number.
    if (!Number.isFinite(squares)) squares = this.#squares + this.#finiteSquares(block, from, to);
    this.#squares = squares;
    this.#filled += to - from;
    this.#passed += to - from;
  }

  #finiteSquares(block: Float32Array, from: number, to: number): number {
    let squares = 0;
    for (let i = from; i < to; i++) {
      const sample = block[i] ?? 0;
      if (Number.isFinite(sample)) squares += sample ** 2;
      else this.#notNumbers++;
    }
    return squares;
  }

  #judge(): void {
    const power = this.#filled === 0 ? 0 : this.#squares / this.#filled;
    if (power > LOUDEST_POWER) throw tooLoud(10 * Math.log10(power));
    this.#squares = 0;
    this.#filled = 0;
  }
}

const RMS_LEVEL = 'Overall.RMS_level';
/** Older versions of FFmpeg call them by the first of both names. */
const NOT_NUMBERS = [
  'Number of NaNs',
  'Overall.Number_of_NaNs',
  'Number of Infs',
  'Overall.Number_of_Infs',
] as const;

const printedAbove = (name: string, value: number): string =>
  `ametadata=print:key=lavfi.astats.${name}:value=${value}:function=greater:file=-`;

/**
 * The filters of FFmpeg that watch the same while a file is decoded for its length; what is remarkable alone is printed
 * to stdout, for `checkPrinted`.
 * @param sampleRate of the file, in Hz
 */
export const levelFilters = (sampleRate: number): string =>
  [
    'aformat=sample_fmts=flt',
    `asetnsamples=n=${sampleRate}:p=0`,
    'astats=metadata=1:reset=1:measure_perchannel=none:measure_overall=RMS_level+Peak_level+Max_difference+Number_of_NaNs+Number_of_Infs',
    printedAbove(RMS_LEVEL, LOUDEST_RMS_DBFS),
    ...NOT_NUMBERS.map((name) => printedAbove(name, 0)),
    ...SIGN_LEVELS.map(([name, value]) => printedAbove(name, value)),
  ].join(',');

const valuesOf = (text: string, name: string): number[] =>
  [...text.matchAll(new RegExp(`^lavfi\\.astats\\.${name}=(\\S+)$`, 'gm'))].map(([, value]) => Number(value));

/** Whether what FFmpeg printed by `levelFilters` is a sign of frames that are faults. */
export const showsFaults = (text: string): boolean =>
  SIGN_LEVELS.some(([name]) => valuesOf(text, name).length > 0);

/**
 * Judges what FFmpeg printed by `levelFilters`.
 * @param samples of one channel, in all
 * @throws UnusableAudioError as `LevelGuard`
 */
export function checkPrinted(text: string, samples: number): void {
  // The level of a second with infinities is infinite, and says nothing about the rest.
  const levels = valuesOf(text, RMS_LEVEL).filter(Number.isFinite);
  if (levels.length > 0) throw tooLoud(Math.max(...levels));
  const notNumbers = NOT_NUMBERS.flatMap((name) => valuesOf(text, name));
  if (notNumbers.reduce((sum, value) => sum + value, 0) > MAX_NOT_NUMBERS * samples) throw noNumbers();
}
