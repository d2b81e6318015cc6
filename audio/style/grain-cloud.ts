// Plays the chosen grains: transposed, brought to an even level, windowed, placed in stereo and overlapped.

import type { StyleSettings } from '@/contract/style-settings';
import { seededRandom } from '../dither';
import { panGains } from '../mix/pan-law';
import { secondsToSamples } from '../units';
import { rmsOf } from './channels';
import type { GrainLibrary } from './grain';
import type { GrainPool } from './grain-pool';
import type { Slot } from './target';
import { Transposer } from './transposer';
import type { Choice } from './unit-costs';

/** A grain at an attack is up to full level within this time... */
const ATTACK_FADE_S = 0.004;
/** ...and other grains fade out for it within this. */
const YIELD_S = 0.012;
/** The level that grains are brought to before the stem's own level is put on them. */
const EVEN_RMS = 0.1;
/** Grains quieter than this (of 16 bits) are not lifted further: they are noise. */
const MIN_RMS = 10;

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
  #room: Float32Array[];
  readonly #library: GrainLibrary;
  readonly #pool: GrainPool;
  readonly #settings: StyleSettings;

  constructor(library: GrainLibrary, pool: GrainPool, settings: StyleSettings) {
    this.#library = library;
    this.#pool = pool;
    this.#settings = settings;
    this.#random = seededRandom(settings.seed ^ 0x5bd1e995);
    this.#yieldSamples = secondsToSamples(YIELD_S, library.sampleRate);
    this.#attackSamples = secondsToSamples(ATTACK_FADE_S, library.sampleRate);
    this.#room = library.channels.map(() => new Float32Array(0));
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
    const overlap = Math.max(1, Math.round(this.#settings.density));
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
    const unit = this.#library.units[this.#pool.unit[choice.place]!]!;
    const spray = (this.#settings.positionSprayMs / 1000) * this.#library.sampleRate;
    const wanted = this.#pool.position[choice.place]! + (this.#random() * 2 - 1) * spray;
    const latest = Math.max(unit.start, unit.start + unit.length - (end - start) * speed);
    const from = Math.max(unit.start, Math.min(latest, wanted));
    const passage = { begin: unit.start, end: unit.start + unit.length, from, speed };
    const length = end - start;
    const sides = this.#buffers(length);
    this.#transposer.read(this.#library.channels, passage, length, sides);
    const even = EVEN_RMS / Math.max(rmsOf(sides), MIN_RMS);
    const pan = panGains(this.#settings.stereoSpread * (this.#random() * 2 - 1));
    const shape = { start, length, fadeIn, fadeOut };
    addGrain(sides[0]!, shape, level * even * pan.left, channels[0]);
    addGrain(sides[1] ?? sides[0]!, shape, level * even * pan.right, channels[1]);
  }

  /** Room for a grain of `length` samples, one array per channel of the library. */
  #buffers(length: number): Float32Array[] {
    if (length > this.#room[0]!.length) {
      this.#room = this.#library.channels.map(() => new Float32Array(2 * length));
    }
    return this.#room.map((buffer) => buffer.subarray(0, length));
  }
}

interface GrainShape {
  /** Where the grain begins in the result. */
  readonly start: number;
  readonly length: number;
  readonly fadeIn: number;
  readonly fadeOut: number;
}

/** A quarter of a sine: two fades along it that overlap keep the power. */
const FADE_STEPS = 4096;
const FADE = Float32Array.from({ length: FADE_STEPS + 1 }, (_, i) =>
  Math.sin((Math.PI / 2) * (i / FADE_STEPS)),
);

/** Rises by a quarter sine, holds, falls by a quarter cosine. */
function addGrain(
  grain: Float32Array,
  { start, length, fadeIn, fadeOut }: GrainShape,
  gain: number,
  out: Float32Array,
): void {
  const [rise, fall] = [FADE_STEPS / fadeIn, FADE_STEPS / fadeOut];
  const last = Math.min(length, out.length - start);
  for (let i = Math.max(0, -start); i < last; i++) {
    let level = gain;
    if (i < fadeIn) level *= FADE[Math.round((i + 0.5) * rise)] ?? 1;
    if (length - 1 - i < fadeOut) level *= FADE[Math.round((length - i - 0.5) * fall)] ?? 1;
    out[start + i]! += level * grain[i]!;
  }
}
