// The noise gate of a strip: turns the stem down while it is quieter than the threshold.
import type { GateSettings } from '@/contract/processors/gate';
import { decay } from '../dynamics/decay';
import { Glide } from '../space/glide';
import { DB_PER_NEPER, dbToGain, type Samples, samples } from '../units';
import type { Processor } from './processor';

/** An open gate begins to close only when the stem is this much quieter than what opens it. */
const HYSTERESIS_DB = 4;
/**
 * The longest that a steady tone is taken to spend between two of its peaks: half a period of 40 Hz. Only what stays
 * below the threshold for longer has become quiet, so that no gate follows the single waves of a bass.
 */
const DETECTOR_MS = 12.5;
/** The last bit of a movement: as a gain, less than -160 dB. */
const SETTLED = 1e-9;

const smoothing = (ms: number, sampleRate: number): number => 1 - Math.exp(-1000 / (ms * sampleRate));
const nepers = (gain: number): number => Math.max(0, 0 - Math.log(gain));
const opened = (closure: number, attack: number): number =>
  closure > SETTLED ? closure - closure * attack : 0;
const closed = (closure: number, release: number): number =>
  closure < 1 - SETTLED ? closure + (1 - closure) * release : 1;

/**
 * The louder channel's peak opens the gate for both. It stays open for the hold after the last peak that was above the
 * lower threshold. Between open and closed it moves exponentially in decibels, as D. Giannoulis et al. recommend for
 * gains ("Digital dynamic range compressor design", 2012): 63 % of the way take the attack or the release. While it
 * is open the audio passes bit for bit. Latency 0; `process` never allocates.
 */
export class Gate implements Processor<GateSettings> {
  readonly latency: Samples = samples(0);
  #openGain = 0;
  #closeGain = 0;
  #attack = 1;
  #release = 1;
  #hold = 0;
  /** The gain of the closed gate; 1 for a gate that is off. */
  readonly #floor: Glide;
  /** The same as an attenuation in nepers, once it rests. */
  #range = 0;
  /** 1 when closed, 0 when open. */
  #closure = 1;
  /** Samples until it closes, unless a peak comes; 0 when it is closed or closing. */
  #openFor = 0;
  readonly #sampleRate: number;

  constructor(sampleRate: number, rampSamples: number) {
    this.#sampleRate = sampleRate;
    this.#floor = new Glide(rampSamples, 1);
  }

  get reductionDb(): number {
    return this.#closure * nepers(this.#floor.ahead(0)) * DB_PER_NEPER;
  }

  get isActive(): boolean {
    return !this.#floor.isAt(1);
  }

  get isSilent(): boolean {
    return !this.isActive || (this.#closure === 1 && this.#openFor === 0 && this.#floor.isSettled);
  }

  set(settings: GateSettings | null, glide: boolean): void {
    const floor = settings === null ? 1 : dbToGain(-settings.rangeDb);
    // While inactive it received no audio.
    if (!this.isActive) this.reset();
    this.#floor.set(floor, glide);
    this.#range = nepers(floor);
    if (settings === null) return;
    this.#openGain = dbToGain(settings.thresholdDb);
    this.#closeGain = dbToGain(settings.thresholdDb - HYSTERESIS_DB);
    this.#attack = smoothing(settings.attackMs, this.#sampleRate);
    this.#release = smoothing(settings.releaseMs, this.#sampleRate);
    this.#hold = Math.ceil(((settings.holdMs + DETECTOR_MS) * this.#sampleRate) / 1000);
  }

  reset(): void {
    this.#closure = 1;
    this.#openFor = 0;
  }

  process(left: Float64Array, right: Float64Array, frames: number): void {
    const openGain = this.#openGain;
    const closeGain = this.#closeGain;
    const attack = this.#attack;
    const release = this.#release;
    const hold = this.#hold;
    const floor = this.#floor;
    const range = this.#range;
    const isGliding = !floor.isSettled;
    // In locals, because reading and writing fields would take longer than the arithmetic.
    let closure = this.#closure;
    let openFor = this.#openFor;
    for (let i = 0; i < frames; i++) {
      const l = left[i]!;
      const r = right[i]!;
      const level = Math.max(Math.abs(l), Math.abs(r));
      const isLoud = level >= (openFor > 0 ? closeGain : openGain);
      openFor = isLoud ? hold : Math.max(0, openFor - 1);
      closure = openFor > 0 ? opened(closure, attack) : closed(closure, release);
      const depth = isGliding ? nepers(floor.next()) : range;
      if (closure === 0) continue;
      const gain = decay(closure * depth);
      left[i] = l * gain;
      right[i] = r * gain;
    }
    this.#closure = closure;
    this.#openFor = openFor;
  }
}
