// Writes the tempo map of a song as a MIDI file, in the tempo that the mix plays in.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeTempoFile } from '@/audio/tempo/midi-file';
import { playedAt, tempoChanges, tempoMapOf } from '@/audio/tempo/tempo-map';
import { JobFailure } from '../../runtime/job-failure';
import type { RenderContext } from '../job-audio';
import { songTimeOf } from '../song-time';
import type { WrittenExport } from '../written-export';

/**
 * Writes the MIDI file of the job into a folder.
 * @throws JobFailure when the tempo is not known, which the request has ruled out
 */
export async function writeTempo({ input }: RenderContext, folder: string): Promise<WrittenExport> {
  const { mix, timing, sampleRate: rate, lengthSamples, options } = input;
  const steps = tempoMapOf(playedAt(songTimeOf(input), mix.tempo), rate);
  if (!steps) throw new JobFailure('The tempo of this song is not known.', false);
  const markers = timing.markers.map(({ at, name }) => ({ at: at / mix.tempo, name }));
  const name = options.tags.title ?? 'Tempo';
  const output = path.join(folder, 'tempo.mid');
  await writeFile(
    output,
    writeTempoFile({ map: tempoChanges(steps), markers, name, length: lengthSamples / mix.tempo, rate }),
  );
  return { output, files: [] };
}
