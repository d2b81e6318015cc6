// The storage's end of the tie, in the storage of this process.
import { getStorage } from '@/platform/storage';
import { TIE_KEY } from '@/platform/storage/keys';
import { type Marker, readMarkerOf } from '../storage/tie/marker-object';

export type { Marker } from '../storage/tie/marker-object';

const NOTE =
  'Ties this storage to the database of an IsoMix Studio, so that no other deletes what is in it. Leave it here.';

/** @throws StorageTieError when it cannot be understood */
export const readMarker = (): Promise<Marker | null> => readMarkerOf(getStorage());

export async function writeMarker(marker: Marker): Promise<void> {
  await getStorage().put(TIE_KEY, Buffer.from(`${JSON.stringify({ note: NOTE, ...marker }, null, 2)}\n`));
}
