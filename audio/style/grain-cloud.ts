// Plays the chosen grains: transposed, brought to an even level, windowed, placed in stereo and overlapped.
import { seededRandom } from '../dither';
import { panGains } from '../mix/pan-law';
import { secondsToSamples } from '../units';
import { rmsOf } from './channels';
import type { GrainLibrary } from './grain';
import type { GrainPool } from './grain-pool';
import type { Choice } from './selection';
import type { RestyleSettings } from './settings';
import type { Slot } from './target';
import { Transposer } from './transposer';

/** A grain at an attack is up to full level within this time... */
const ATTACK_FADE_S = 0.004;
/** ...and other grains give way to it within this. */
const YIELD_S = 0.012;
/** The level that grains are brought to before the stem's own level is put on them. */
const EVEN_RMS = 0.1;
/** Grains quieter than this (of 16 bits) are not lifted further: they are noise. */
const LEAST_RMS = 10;

type StereoChannels = readonly [Float32Array, Float32Array];

export interface Voice {
  readonly choices: readonly Choice[];
  /** Level of this voice in a slot, 0..1. */
  readonly level: (slot: Slot) => number;
}

/** Plays voices of grains into two channels. */
export class GrainPlayer {
  readonly #transposer = new Transposer();
  readonly #random: () => number;
  readonly #yieldSamples: number;
  readonly #attackSamples: number;

  constructor(
    private readonly library: GrainLibrary,
    private readonly pool: GrainPool,
    private readonly settings: RestyleSettings,
  ) {
    this.#random = seededRandom(settings.seed ^ 0x5bd1e995);
    this.#yieldSamples = secondsToSamples(YIELD_S, library.sampleRate);
    this.#attackSamples = secondsToSamples(ATTACK_FADE_S, library.sampleRate);
  }

  /** Adds a voice's grains to the channels; returns how many there were. */
  play(slots: readonly Slot[], voice: Voice, channels: StereoChannels): number {
    let played = 0;
    for (const [index, slot] of slots.entries()) {
      const choice = voice.choices[index]!;
      const level = voice.level(slot);
      if (choice.place < 0 || level <= 0) continue;
      this.#playGrain(slots, index, choice, level, channels);
      played += 1;
    }
    return played;
  }

  /** Where a grain of slot `index` ends: after `density` slots, or shortly after the next attack begins. */
  #span(
    slots: readonly Slot[],
    index: number,
  ): { start: number; fadeIn: number; end: number; fadeOut: number } {
    const slot = slots[index]!;
    const lead = slot.isAttack ? this.#attackSamples : 0;
    const overlap = Math.max(1, Math.round(this.settings.density));
    let last = index + 1;
    while (last < slots.length && last < index + overlap && !slots[last]!.isAttack) last++;
    const next = slots[last - 1]!;
    const end = next.start + next.hop;
    const stops = slots[last]?.isAttack ?? false;
    const length = end - slot.start;
    return {
      start: slot.start - lead,
      fadeIn: slot.isAttack ? lead : Math.min(slot.hop, length / 2),
      end,
      fadeOut: stops ? Math.min(this.#yieldSamples, length / 2) : Math.min(next.hop, length / 2),
    };
  }

  #playGrain(
    slots: readonly Slot[],
    index: number,
    choice: Choice,
    level: number,
    channels: StereoChannels,
  ): void {
    const { start, fadeIn, end, fadeOut } = this.#span(slots, index);
    const speed = 2 ** (choice.semitones / 12);
    const unit = this.library.units[this.pool.unit[choice.place]!]!;
    const spray = (this.settings.positionSprayMs / 1000) * this.library.sampleRate;
    const wanted = this.pool.position[choice.place]! + (this.#random() * 2 - 1) * spray;
    const latest = Math.max(unit.start, unit.start + unit.length - (end - start) * speed);
    const from = Math.max(unit.start, Math.min(latest, wanted));
    const passage = { begin: unit.start, end: unit.start + unit.length, from, speed };
    const sides = this.library.channels.map((channel) => {
      const grain = new Float32Array(end - start);
      this.#transposer.read(channel, passage, grain);
      return grain;
    });
    const [left, right] = [sides[0]!, sides[1] ?? sides[0]!];
    const even = EVEN_RMS / Math.max(rmsOf(sides), LEAST_RMS);
    const pan = panGains(this.settings.stereoSpread * (this.#random() * 2 - 1));
    const window = constantPowerWindow(end - start, fadeIn, fadeOut);
    addGrain(left, window, level * even * pan.left, start, channels[0]);
    addGrain(right, window, level * even * pan.right, start, channels[1]);
  }
}

/** Rises by a quarter sine, holds, falls by a quarter cosine: two of them that overlap keep the power. */
function constantPowerWindow(length: number, fadeIn: number, fadeOut: number): Float32Array {
  const window = new Float32Array(length).fill(1);
  for (let i = 0; i < Math.min(length, fadeIn); i++)
    window[i]! *= Math.sin((Math.PI / 2) * ((i + 0.5) / fadeIn));
  for (let i = 0; i < Math.min(length, fadeOut); i++) {
    window[length - 1 - i]! *= Math.sin((Math.PI / 2) * ((i + 0.5) / fadeOut));
  }
  return window;
}

function addGrain(
  grain: Float32Array,
  window: Float32Array,
  gain: number,
  start: number,
  out: Float32Array,
): void {
  const last = Math.min(grain.length, out.length - start);
  for (let i = Math.max(0, -start); i < last; i++) out[start + i]! += gain * window[i]! * grain[i]!;
}
