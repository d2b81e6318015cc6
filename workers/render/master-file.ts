// Writes the file of a mastered mix: at its loudness, and below its ceiling in what players decode as well.

import { DEFAULT_LIMITER } from '@/audio/dynamics/limiter';
import type { Loudness } from '@/audio/loudness/loudness-meter';
import type { LimiterSettings } from '@/contract/processors/limiter';
import { LOUDNESS_TOLERANCE_LU, measureMastered, solveGainForLoudness } from './loudness-target';
import { type Mastering, runMasteringPass } from './mastering-pass';
import { figuresOf, measureFile } from './measured-file';
import { MixFile } from './mix-file';
import { BLOCK_SIZE } from './mix-pass';
import type { Premaster } from './premaster';
import type { RenderedMix, RenderOptions, RenderSpec } from './render-spec';

/** Margin added to each correction. */
const CORRECTION_MARGIN_DB = 0.05;
/** After so many lower ceilings the level is reduced instead, at the expense of loudness. */
const MAX_CORRECTIONS = 4;

export interface MasteredFile extends RenderedMix {
  readonly loudnessShortfallLu: number | null;
}

/** By how many dB what the file decodes to has to come down. */
function excessOf({ truePeakDbtp }: RenderedMix, { ceilingDb }: LimiterSettings): number {
  const over = (truePeakDbtp ?? Number.NEGATIVE_INFINITY) - ceilingDb;
  return over > 0 ? over + CORRECTION_MARGIN_DB : 0;
}

/** A mix on its way into a file. */
class MasterFile {
  readonly #sampleRate: number;
  /** The mix measured without a limiter; once is enough. */
  #unlimited: Loudness | null = null;
  /** With which the mix had its loudness last: where the search under a lower ceiling begins. */
  #lastGainDb: number | null = null;
  readonly #spec: RenderSpec;
  readonly #premaster: Premaster;
  readonly #options: RenderOptions;

  constructor(spec: RenderSpec, premaster: Premaster, options: RenderOptions) {
    this.#spec = spec;
    this.#premaster = premaster;
    this.#options = options;
    this.#sampleRate = spec.output.sampleRate ?? spec.sampleRate;
  }

  /** Everything that has a ceiling is limited to it: by a limiter of its own, or by one for its loudness. */
  get #limiter(): LimiterSettings | null {
    const hasTarget = (this.#spec.loudnessLufs ?? null) !== null;
    return this.#spec.master.limiter ?? (hasTarget ? DEFAULT_LIMITER : null);
  }

  async write(): Promise<MasteredFile> {
    const limiter = this.#limiter;
    if (!limiter) return this.#encode({ gainDb: 0, limiter, trimDb: 0, sampleRate: this.#sampleRate }, null);
    if (this.#spec.output.format !== 'mp3') return this.#encodeAtTarget(limiter, 0);
    return this.#writeLossy(limiter);
  }

  /**
   * Measures what the file decodes to, and corrects what it is made from until that is right: a lossy encoder adds to
   * peaks and lowers the loudness unpredictably.
   */
  async #writeLossy(wanted: LimiterSettings): Promise<MasteredFile> {
    let [ceilingDb, trimDb, lossLu] = [wanted.ceilingDb, 0, 0];
    for (let round = 0; ; round++) {
      const file = await this.#encodeAtTarget({ ...wanted, ceilingDb }, trimDb, lossLu);
      const shortfallLu = this.#shortfallOf(file);
      const correctionLu = file.loudnessShortfallLu === null ? shortfallLu : 0;
      const excessDb = excessOf(file, wanted);
      const isLast = round >= MAX_CORRECTIONS;
      if (excessDb === 0 && (correctionLu === 0 || isLast))
        return { ...file, loudnessShortfallLu: shortfallLu || null };
      lossLu += correctionLu;
      if (isLast) trimDb -= excessDb;
      else ceilingDb -= excessDb;
    }
  }

  /** By how many LU a file falls short of the wanted loudness; 0 where it is met, or where the file is silent. */
  #shortfallOf({ integratedLufs }: RenderedMix): number {
    const { loudnessLufs = null } = this.#spec;
    const short = loudnessLufs === null || integratedLufs === null ? 0 : loudnessLufs - integratedLufs;
    return Math.abs(short) <= LOUDNESS_TOLERANCE_LU ? 0 : short;
  }

  /** @param lossLu what the target is raised by, because the encoder lowers it */
  async #encodeAtTarget(limiter: LimiterSettings, trimDb: number, lossLu = 0): Promise<MasteredFile> {
    const wanted = this.#spec.loudnessLufs ?? null;
    const mastering = { gainDb: 0, limiter, trimDb, sampleRate: this.#sampleRate };
    if (wanted === null) return this.#encode(mastering, null);
    const target = wanted + lossLu;
    const premaster = this.#premaster;
    const options = this.#options;
    const unlimited = { ...mastering, limiter: null, trimDb: 0 };
    this.#unlimited ??= await measureMastered(premaster, unlimited, { signal: options.signal });
    const solution = await solveGainForLoudness(
      { premaster, unlimited: this.#unlimited, target, mastering, firstGainDb: this.#lastGainDb },
      { signal: options.signal, onProgress: this.#progress('mastering') },
    );
    this.#lastGainDb = solution.gainDb;
    return this.#encode(
      { ...mastering, gainDb: solution.gainDb },
      solution.shortfallLu === 0 ? null : solution.shortfallLu,
    );
  }

  async #encode(mastering: Mastering, loudnessShortfallLu: number | null): Promise<MasteredFile> {
    const spec = this.#spec;
    const sampleRate = this.#sampleRate;
    const { signal } = this.#options;
    const isLossy = spec.output.format === 'mp3';
    const measure = spec.measure !== false && !isLossy;
    const file = await MixFile.open({ output: spec.output, sampleRate, measure }, BLOCK_SIZE, signal);
    try {
      const options = { signal, onProgress: this.#progress('encoding') };
      const write: MixFile['write'] = (...block) => file.write(...block);
      await runMasteringPass(this.#premaster, mastering, write, options);
      const rendered = await file.finish();
      const decoded = isLossy && (await measureFile(spec.output.path, sampleRate, signal));
      return { ...rendered, ...(decoded && figuresOf(decoded)), loudnessShortfallLu };
    } catch (error) {
      await file.discard();
      throw error;
    }
  }

  #progress(stage: 'mastering' | 'encoding') {
    return (done: number) => this.#options.onProgress?.(stage, done);
  }
}

/**
 * Masters `premaster` into the file that `spec` describes. Nothing is left at the output path when it fails.
 * @throws MediaToolError with a message, the signal's reason when it is aborted
 */
export const writeMasterFile = (
  spec: RenderSpec,
  premaster: Premaster,
  options: RenderOptions,
): Promise<MasteredFile> => new MasterFile(spec, premaster, options).write();
