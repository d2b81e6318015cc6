// What the stem asks for: where grains begin, and the notes and colour that each of them should have.

import type { StyleSettings } from '@/contract/style-settings';
import { FRAME_LENGTH, HOP } from '../analysis/frames';
import { COEFFICIENTS, mfcc } from '../analysis/mfcc';
import { onsetStrength } from '../analysis/onset-strength';
import { onsetPicking, pickOnsets } from '../analysis/onsets';
import { createRealFft } from '../fft';
import { secondsToSamples } from '../units';
import { COLOUR_COUNT, meanRows, standardise } from './grain-pool';
import { frameLevels } from './library-frames';
import { NOTE_FRAME, type Note, NoteFinder } from './notes';
import { refineOnset } from './unit-cutting';

/** What is this far below the loudest moment needs no grain. */
const AUDIBLE_DB = 70;
const SILENT_DB = -110;
/** Attacks nearer to each other are one. */
const ATTACK_SPACING_S = 0.05;

/** One grain's place in the result. */
export interface Slot {
  readonly start: number;
  /** Samples until the next slot begins. */
  readonly hop: number;
  readonly isAttack: boolean;
  /** False where the stem is silent. */
  readonly isAudible: boolean;
  /** The loudest level of the stem in the slot, linear. */
  readonly rms: number;
  readonly notes: readonly Note[];
}

export interface Target {
  readonly slots: readonly Slot[];
  /** COLOUR_COUNT numbers per slot, standardised over the stem. */
  readonly colour: Float32Array;
  /** Sample positions at which something begins. */
  readonly attacks: readonly number[];
}

async function findAttacks(mid: Float32Array, rate: number): Promise<number[]> {
  const fft = await createRealFft(FRAME_LENGTH);
  const strength = onsetStrength(fft, mid, rate);
  fft.dispose();
  const attacks: number[] = [];
  const spacing = secondsToSamples(ATTACK_SPACING_S, rate);
  for (const frame of pickOnsets(strength, onsetPicking(rate))) {
    const at = refineOnset(mid, frame * HOP, rate);
    if (at - (attacks.at(-1) ?? -spacing) >= spacing) attacks.push(at);
  }
  return attacks;
}

type Step = Pick<Slot, 'start' | 'hop' | 'isAttack'>;

/** Starts of grains: every attack, and between attacks even steps of about `hop`. */
function layOutSteps(length: number, hop: number, attacks: readonly number[]): Step[] {
  const slots: Step[] = [];
  const bounds = [0, ...attacks.filter((at) => at > 0), length];
  for (let i = 0; i + 1 < bounds.length; i++) {
    const [from, to] = [bounds[i]!, bounds[i + 1]!];
    const count = Math.max(1, Math.round((to - from) / hop));
    for (let n = 0; n < count; n++) {
      const start = from + Math.round((n * (to - from)) / count);
      const end = from + Math.round(((n + 1) * (to - from)) / count);
      if (end > start)
        slots.push({ start, hop: end - start, isAttack: n === 0 && (i > 0 || attacks[0] === 0) });
    }
  }
  return slots;
}

/** Looks at the whole stem and plans its grains. */
export async function planTarget(mid: Float32Array, rate: number, settings: StyleSettings): Promise<Target> {
  const found = await findAttacks(mid, rate);
  const attacks = settings.attackPreservation > 0 ? found : [];
  const hop = Math.round(secondsToSamples(settings.grainDurationMs / 1000, rate) / settings.density);
  const levels = frameLevels(mid);
  const floor = levels.reduce((max, level) => Math.max(max, level), -120) - AUDIBLE_DB;
  const [colourFft, noteFft] = [await createRealFft(FRAME_LENGTH), await createRealFft(NOTE_FRAME)];
  try {
    const finder = new NoteFinder(noteFft, rate);
    const cepstrum = mfcc(colourFft, mid, rate, COEFFICIENTS).values;
    const plan = layOutSteps(mid.length, hop, attacks);
    const colour = new Float32Array(plan.length * COLOUR_COUNT);
    const slots = plan.map((slot, i) => {
      const first = Math.min(levels.length - 1, Math.floor(slot.start / HOP));
      const last = Math.min(levels.length - 1, Math.max(first, Math.floor((slot.start + slot.hop) / HOP)));
      meanRows(
        cepstrum,
        COEFFICIENTS,
        { first, last, skip: 1, take: COLOUR_COUNT },
        colour,
        i * COLOUR_COUNT,
      );
      const levelDb = levels.subarray(first, last + 1).reduce((max, level) => Math.max(max, level));
      const isAudible = levelDb > Math.max(floor, SILENT_DB);
      const isPitched = isAudible && settings.usePitchMapping;
      const centre = slot.start + Math.round(Math.max(slot.hop, NOTE_FRAME / 2) / 2);
      const rms = 10 ** (levelDb / 20);
      return { ...slot, isAudible, rms, notes: isPitched ? finder.find(mid, centre, settings.voices) : [] };
    });
    return { slots, colour: standardise(colour, COLOUR_COUNT), attacks: found };
  } finally {
    colourFft.dispose();
    noteFft.dispose();
  }
}
