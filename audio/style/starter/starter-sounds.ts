// The starter library: sounds made by code, the same samples every time.
import { vinylKit } from './drums';
import type { NoteRenderer } from './note-renderer';
import { glassBells, kalimba, pluckedString } from './struck';
import { bowedMetal, chipSquare, choir } from './sustained';

const RECIPES = {
  'glass-bells': glassBells,
  'plucked-string': pluckedString,
  kalimba,
  choir,
  'bowed-metal': bowedMetal,
  'chip-square': chipSquare,
  'vinyl-kit': vinylKit,
} satisfies Record<string, (rate: number) => NoteRenderer>;

export type StarterRecipe = keyof typeof RECIPES;

/** The names of all recipes. */
export const STARTER_RECIPES = Object.keys(RECIPES) as readonly StarterRecipe[];

/**
 * Makes a starter sound.
 * @param rate samples per second
 * @returns left and right, with a peak of 0.9
 */
export function makeStarterSound(recipe: StarterRecipe, rate: number): readonly [Float32Array, Float32Array] {
  return RECIPES[recipe](rate).finish();
}
