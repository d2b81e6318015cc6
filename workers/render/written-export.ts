// What the writer of an export hands over: one file, and what was measured of the sound in it.
import type { RenderedFile } from './render-result';
import { StemArchive } from './stem-archive';

export interface WrittenExport {
  /** The path of the one file to be stored. */
  readonly output: string;
  /** The audio files it is or contains, as far as they are reported; none for a session or a tempo map. */
  readonly files: readonly RenderedFile[];
}

/** Fills an archive and completes it; a failure leaves no file. */
export async function packed<Result>(
  output: string,
  fill: (archive: StemArchive) => Promise<Result>,
): Promise<Result> {
  const archive = new StemArchive(output);
  try {
    const result = await fill(archive);
    await archive.finish();
    return result;
  } catch (error) {
    await archive.discard();
    throw error;
  }
}
