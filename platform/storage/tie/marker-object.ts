// Reads the storage's end of the tie: an object at its root that says which studio it belongs to.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { TIE_KEY } from '@/platform/storage/keys';
import { type MaintainedStorage, ObjectNotFoundError } from '@/platform/storage/storage';
import { StorageTieError } from './errors';

const markerSchema = z.object({
  studioId: z.uuid(),
  generation: z.number().int().nonnegative(),
  token: z.uuid(),
});
export type Marker = z.infer<typeof markerSchema>;

function parseMarker(content: string, place: string): Marker {
  try {
    return markerSchema.parse(JSON.parse(content));
  } catch (error) {
    throw new StorageTieError(
      `The storage (${place}) holds a file ${TIE_KEY} that cannot be read; put the right one back, or look at ` +
        'what is stored there and run "isomix storage adopt".',
      { cause: error },
    );
  }
}

/**
 * The marker of a storage, null when it has none.
 * @throws StorageTieError when it cannot be understood
 */
export async function readMarkerOf(storage: MaintainedStorage): Promise<Marker | null> {
  try {
    return parseMarker(await text(await storage.get(TIE_KEY)), storage.place);
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}
