// Puts the clip of a take that the studio has accepted on its track.
import { placeTake } from '@/document/place-take';
import { createTrack } from '@/document/track-edits';
import { readTracks } from '@/document/tracks';
import type { ProjectConnection } from '../../collaboration/project-connection';
import { untilSaved } from '../../collaboration/until-saved';
import type { TakeNote } from '../../recorder/messages';

/**
 * @param stem the source that the studio made of the take
 * @returns false when it cannot be saved now, and is to be tried again
 */
export type ClipTarget = (note: TakeNote, stem: string) => Promise<boolean>;

/** Until the document of the page is there, and after that until its edits are saved. */
const SAVE_TIMEOUT_MS = 60_000;

/** The clip goes to the track that was recorded, or to a new one where that is gone. */
export function clipTarget({ doc, origin, state }: ProjectConnection): ClipTarget {
  return async ({ id, trackId, name, start, sourceStart, length }, source) => {
    const isSaved = () =>
      untilSaved(state, SAVE_TIMEOUT_MS).then(
        () => true,
        () => false,
      );
    if (!(await isSaved())) return false;
    const find = (wanted: string) => readTracks(doc).find((track) => track.id === wanted);
    const track = find(trackId) ?? find(createTrack(doc, { name, source: null }, origin));
    if (!track) throw new Error('The track of this take is not there any more.');
    const clip = { start, sourceStart, length: length ?? 1, fadeIn: 0, fadeOut: 0, source };
    placeTake(doc, track, id, clip, origin);
    return isSaved();
  };
}
