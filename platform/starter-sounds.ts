// The style sounds that every studio has from its first start; workers make them by code.
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** Raised when a recipe changes, so that studios that run already make the sounds anew. */
const RECIPES_VERSION = 1;

export const starterSoundSchema = z.enum([
  'glass-bells',
  'plucked-string',
  'kalimba',
  'choir',
  'bowed-metal',
  'chip-square',
  'vinyl-kit',
]);
export type StarterSound = z.infer<typeof starterSoundSchema>;

export const STARTER_NAMES: Readonly<Record<StarterSound, string>> = {
  'glass-bells': 'Glass bells',
  'plucked-string': 'Plucked string',
  kalimba: 'Kalimba',
  choir: 'Choir',
  'bowed-metal': 'Bowed metal',
  'chip-square': '8-bit square',
  'vinyl-kit': 'Vinyl drum kit',
};

/** The id of a starter sound's row. */
export const starterId = (sound: StarterSound): string => `starter-${sound}`;

/** What stands for the content of a starter sound where others have the hash of their file. */
export const starterHash = (sound: StarterSound): string =>
  createHash('sha256').update(`isomix starter sound ${sound} ${RECIPES_VERSION}`).digest('hex');
