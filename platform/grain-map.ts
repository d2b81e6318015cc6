// The stored list of a style sound's grains: where each lies and how it sounds, for maps and for playing one.
import { z } from 'zod';
import type { Grain } from '@/contract/http/library';

export const grainMapSchema = z.object({
  sampleRate: z.number().int().positive(),
  channels: z.union([z.literal(1), z.literal(2)]),
  grains: z.array(
    z.object({
      startSamples: z.number().int().nonnegative(),
      lengthSamples: z.number().int().positive(),
      pitchHz: z.number().nonnegative(),
      brightnessHz: z.number().nonnegative(),
      levelDb: z.number(),
    }),
  ),
});
export type GrainMap = z.infer<typeof grainMapSchema>;

/** A grain as people and programs outside read it: in seconds. */
export const grainOf = (map: GrainMap, index: number): Grain | null => {
  const grain = map.grains[index];
  return grain
    ? {
        start_s: grain.startSamples / map.sampleRate,
        duration_s: grain.lengthSamples / map.sampleRate,
        pitch_hz: grain.pitchHz,
        brightness_hz: grain.brightnessHz,
        level_db: grain.levelDb,
      }
    : null;
};
