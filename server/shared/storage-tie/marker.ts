// The storage's end of the tie: an object at its root that says which studio it belongs to.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { getStorage } from '@/server/shared/storage';
import { TIE_KEY } from '@/server/shared/storage/keys';
import { ObjectNotFoundError } from '@/server/shared/storage/storage';
import { StorageTieError } from './errors';

const NOTE =
  'Ties this storage to the database of an IsoMix Studio, so that no other deletes what is in it. Leave it here.';

const markerSchema = z.object({
  studioId: z.uuid(),
  generation: z.number().int().nonnegative(),
  token: z.uuid(),
});
export type Marker = z.infer<typeof markerSchema>;

function parseMarker(content: string): Marker {
  try {
    return markerSchema.parse(JSON.parse(content));
  } catch (error) {
    throw new StorageTieError(
      `${getStorage().place} holds a file ${TIE_KEY} that cannot be read; put the right one back, or look at what ` +
        'is stored there and run "isomix storage adopt".',
      { cause: error },
    );
  }
}

/** @throws StorageTieError when it cannot be understood */
export async function readMarker(): Promise<Marker | null> {
  try {
    return parseMarker(await text(await getStorage().get(TIE_KEY)));
  } catch (error) {
    if (error instanceof ObjectNotFoundError) return null;
    throw error;
  }
}

export async function writeMarker(marker: Marker): Promise<void> {
  await getStorage().put(TIE_KEY, Buffer.from(`${JSON.stringify({ note: NOTE, ...marker }, null, 2)}\n`));
}
