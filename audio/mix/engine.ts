// The mix engine: stems in, one stereo mix out, the same code in the AudioWorklet, the render worker and the tests.
import { dbToGain, SAMPLE_RATE } from '../units';
import { addRamped, addSteady, addUnmeasured, ChannelLevel, scaleRamped, writeSteady } from './channel-loops';
import { MeterBank } from './meter-bank';
import { panGains } from './pan-law';
import { StereoRamp } from './stereo-ramp';

/** A fader at or below this stands on its lower stop, which means silence and not -60 dB. */
export const FADER_FLOOR_DB = -60;

/** How long a gain takes to follow its fader: short to the hand, too slow for zipper noise. */
export const RAMP_SECONDS = 0.01;

export interface StripSettings {
  /** Fader in dB; `FADER_FLOOR_DB` and everything below is silence. */
  readonly gainDb: number;
  /** -1 (left) to 1 (right): see pan-law.ts. */
  readonly pan: number;
  readonly mute: boolean;
  /** While any strip has it, strips without it are silent. A muted strip stays muted. */
  readonly solo?: boolean;
}

export interface MasterSettings {
  readonly gainDb: number;
}

export interface MixEngineOptions {
  readonly stemCount: number;
  /** The most frames that one `process` call may ask for. */
  readonly blockSize: number;
  readonly sampleRate?: number;
  /** False leaves the meters of the strips at rest, for renders that nobody watches; the master's always runs. */
  readonly meterStrips?: boolean;
}

/** One stem's channels for a block: two for stereo, one for mono (heard on both sides), none for silence. */
export type StemBlock = readonly Float32Array[];

const NEUTRAL: StripSettings = { gainDb: 0, pan: 0, mute: false, solo: false };

/** A fader position as linear gain. */
export function faderGain(db: number): number {
  return db <= FADER_FLOOR_DB ? 0 : dbToGain(db);
}

/**
 * Sums stems in float64, each through fader, balance, mute and solo, and the sum through the master fader.
 * Settings made before the first block hold from its first sample; later ones glide in over `RAMP_SECONDS`.
 * `process` allocates nothing, so it may run on an audio thread; the setters belong between blocks.
 */
export class MixEngine {
  /** Levels after the fader: one entry per stem, then the master. */
  readonly meters: MeterBank;
  private readonly strips: StripSettings[];
  private readonly ramps: StereoRamp[];
  private readonly master: StereoRamp;
  private readonly sumLeft: Float64Array;
  private readonly sumRight: Float64Array;
  private readonly levelLeft = new ChannelLevel();
  private readonly levelRight = new ChannelLevel();
  private readonly scratch = { left: 1, right: 1 };
  private started = false;

  constructor(private readonly options: MixEngineOptions) {
    const { stemCount, blockSize, sampleRate = SAMPLE_RATE } = options;
    const rampSamples = Math.max(1, Math.round(RAMP_SECONDS * sampleRate));
    this.strips = Array.from({ length: stemCount }, () => NEUTRAL);
    this.ramps = Array.from({ length: stemCount }, () => new StereoRamp(rampSamples));
    this.master = new StereoRamp(rampSamples);
    this.meters = new MeterBank(stemCount + 1);
    this.sumLeft = new Float64Array(blockSize);
    this.sumRight = new Float64Array(blockSize);
  }

  /**
   * Sets one strip.
   * @throws RangeError when there is no stem `index`
   */
  setStem(index: number, settings: StripSettings): void {
    if (!(index in this.strips)) throw new RangeError(`There is no stem ${index}.`);
    this.strips[index] = settings;
    // Solo on one strip changes what all others let through.
    for (let strip = 0; strip < this.strips.length; strip++) this.aim(strip);
  }

  setMaster(settings: MasterSettings): void {
    const gain = faderGain(settings.gainDb);
    if (this.started) this.master.glideTo(gain, gain);
    else this.master.jumpTo(gain, gain);
  }

  /** Takes every pending change at once: for the first block after a seek or a stop, when nothing sounds. */
  settle(): void {
    for (const ramp of this.ramps) ramp.finish();
    this.master.finish();
  }

  /** Forgets that it has played: settings hold at once again until the next block. */
  restart(): void {
    this.settle();
    this.started = false;
  }

  /**
   * Mixes one block.
   * @param inputs one entry per stem; a missing or empty one is silence. Each channel holds `frames` samples or more
   * @param frames 0 to `blockSize`
   * @param outputs left and right, overwritten
   * @throws RangeError when `frames` exceeds the block size
   */
  process(
    inputs: readonly (StemBlock | undefined)[],
    frames: number,
    outputs: readonly Float32Array[],
  ): void {
    if (frames > this.options.blockSize)
      throw new RangeError(`A block has ${this.options.blockSize} frames at most.`);
    this.started = true;
    this.sumLeft.fill(0, 0, frames);
    this.sumRight.fill(0, 0, frames);
    for (let strip = 0; strip < this.ramps.length; strip++) {
      const channels = inputs[strip];
      const ramp = this.ramps[strip]!;
      const left = channels?.[0];
      if (left && !ramp.silent) this.addStrip(strip, left, channels[1] ?? left, frames);
      ramp.advance(frames);
    }
    this.writeMaster(outputs[0]!, outputs[1]!, frames);
    this.meters.advance(frames);
  }

  private aim(strip: number): void {
    const { gainDb, pan, mute, solo } = this.strips[strip]!;
    const audible = !mute && (solo === true || !this.anySolo());
    const fader = audible ? faderGain(gainDb) : 0;
    const { left, right } = panGains(pan, this.scratch);
    const ramp = this.ramps[strip]!;
    if (this.started) ramp.glideTo(fader * left, fader * right);
    else ramp.jumpTo(fader * left, fader * right);
  }

  private anySolo(): boolean {
    for (const strip of this.strips) if (strip.solo) return true;
    return false;
  }

  private addStrip(strip: number, left: Float32Array, right: Float32Array, frames: number): void {
    const { sumLeft, sumRight, levelLeft, levelRight } = this;
    const { remaining, stepLeft, stepRight, targetLeft, targetRight } = this.ramps[strip]!;
    const ramped = Math.min(frames, remaining);
    levelLeft.reset();
    levelRight.reset();
    if (ramped > 0) {
      addRamped(sumLeft, left, ramped, targetLeft, stepLeft, remaining, levelLeft);
      addRamped(sumRight, right, ramped, targetRight, stepRight, remaining, levelRight);
    }
    if (this.options.meterStrips === false) {
      addUnmeasured(sumLeft, left, ramped, frames, targetLeft);
      addUnmeasured(sumRight, right, ramped, frames, targetRight);
    } else {
      addSteady(sumLeft, left, ramped, frames, targetLeft, levelLeft);
      addSteady(sumRight, right, ramped, frames, targetRight, levelRight);
      this.meters.add(strip, levelLeft.peak, levelRight.peak, levelLeft.squares, levelRight.squares);
    }
  }

  private writeMaster(left: Float32Array, right: Float32Array, frames: number): void {
    const { sumLeft, sumRight, levelLeft, levelRight } = this;
    const { remaining, stepLeft, targetLeft } = this.master;
    const ramped = Math.min(frames, remaining);
    levelLeft.reset();
    levelRight.reset();
    if (ramped > 0) {
      scaleRamped(sumLeft, ramped, targetLeft, stepLeft, remaining);
      scaleRamped(sumRight, ramped, targetLeft, stepLeft, remaining);
      writeSteady(sumLeft, left, 0, ramped, 1, levelLeft);
      writeSteady(sumRight, right, 0, ramped, 1, levelRight);
    }
    writeSteady(sumLeft, left, ramped, frames, targetLeft, levelLeft);
    writeSteady(sumRight, right, ramped, frames, targetLeft, levelRight);
    const master = this.ramps.length;
    this.meters.add(master, levelLeft.peak, levelRight.peak, levelLeft.squares, levelRight.squares);
    this.master.advance(frames);
  }
}
