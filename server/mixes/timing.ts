// What an export that counts is told of the time of the song: a tempo map, a click track, a session with markers.
import type { NewMix } from '@/contract/http/mixes';
import { isTimingKnown } from '@/contract/song-timing';
import type { RenderTiming } from '@/platform/jobs/render-mix';
import { ConflictError } from '@/server/errors';
import { type FoundBeats, foundBeats } from '@/server/projects/beats';
import type { RenderedMusic } from './render-input';

const NONE: RenderTiming = { beats: [], downbeats: [], markers: [] };

const capitalised = (word: string): string => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`;

/** What was found, in samples at the rate of the export's timeline. */
function timingOf({ sampleRate, beats, downbeats, sections }: FoundBeats, rate: number): RenderTiming {
  const moved = (position: number): number => Math.round((position * rate) / sampleRate);
  return {
    beats: beats.map(moved),
    downbeats: downbeats.map(moved),
    markers: sections.map(({ kind, start }) => ({ at: moved(start), name: capitalised(kind) })),
  };
}

/**
 * The timing that the export needs.
 * @throws ConflictError when it cannot be made because neither beats nor BPM are known
 */
export async function timingFor(
  projectId: string,
  { format, click }: NewMix,
  { mix, sampleRate }: RenderedMusic,
): Promise<RenderTiming> {
  const isCounted = format === 'midi' || click;
  if (!isCounted && format !== 'dawproject') return NONE;
  const timing = timingOf(await foundBeats(projectId), sampleRate);
  if (isCounted && !isTimingKnown({ bpm: mix.bpm, ...timing })) {
    throw new ConflictError(
      'The tempo of this song is not known; type or tap its BPM, or wait until its beats are found.',
    );
  }
  return timing;
}
