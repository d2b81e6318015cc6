// Stored stems for tests, from samples in memory.
import { StemsWriter, type StemsWriterOptions, type WrittenStem } from '../segment-writer';
import { headroomFor, largestOf } from '../stem-quantiser';

type StemOptions = Omit<StemsWriterOptions, 'stemIds' | 'headroomBits'> & { readonly stemId: string };

/** Stores one whole stem, turned down only as far as it needs. */
export async function writeStem(
  { stemId, ...options }: StemOptions,
  left: Float32Array,
  right: Float32Array,
): Promise<WrittenStem> {
  const headroomBits = headroomFor(Math.max(largestOf(left), largestOf(right)));
  const writer = await StemsWriter.open({ ...options, stemIds: [stemId], headroomBits });
  await writer.append([[left, right]]);
  return (await writer.finish())[0]!;
}
