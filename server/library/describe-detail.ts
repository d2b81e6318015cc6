// A style sound with everything that its page shows: summary, grain map, and the address of its grains.
import type { z } from 'zod';
import type { styleDetailSchema } from '@/contract/http/library';
import { grainOf } from '@/platform/grain-map';
import { grainsUrl } from './grain-grants';
import { readGrainMap } from './grains';
import { describeSound, type UsableSound } from './sounds';

/** A sound as GET /library/{id} shows it to `userId`. */
export async function describeDetail(
  sound: UsableSound,
  userId: string,
): Promise<z.input<typeof styleDetailSchema>> {
  const view = describeSound(sound, userId);
  if (view.status !== 'ready') return { ...view, grain_map: [], grains_url: null };
  const map = await readGrainMap(sound.sha256);
  const grains = map.grains.flatMap((_, index) => grainOf(map, index) ?? []);
  return { ...view, grain_map: grains, grains_url: grainsUrl(sound.sha256) };
}
