// Puts what the studio has accepted of a recording under its track, and a take of it on the track.
import { addTakes } from '@/document/take-edits';
import { createTrack } from '@/document/track-edits';
import { readTracks } from '@/document/tracks';
import type { ProjectConnection } from '../../collaboration/project-connection';
import { untilSaved } from '../../collaboration/until-saved';
import type { TakeNote } from '../../recorder/messages';
import { chosenStretches, takeStretches } from './take-place';

/**
 * @param stem the source that the studio made of the take
 * @returns false when it cannot be saved now, and is to be tried again
 */
export type ClipTarget = (note: TakeNote, stem: string) => Promise<boolean>;

/** Until the document of the page is there, and after that until its edits are saved. */
const SAVE_TIMEOUT_MS = 60_000;

/** The takes go under the track that was recorded, or to a new one where that is gone. */
export function clipTarget({ doc, origin, state }: ProjectConnection): ClipTarget {
  return async (note, source) => {
    const { id, trackId, name, length, startedAt } = note;
    const isSaved = () =>
      untilSaved(state, SAVE_TIMEOUT_MS).then(
        () => true,
        () => false,
      );
    if (!(await isSaved())) return false;
    const find = (wanted: string) => readTracks(doc).find((track) => track.id === wanted);
    const track = find(trackId) ?? find(createTrack(doc, { name, source: null }, origin));
    if (!track) throw new Error('The track of this take is not there any more.');
    const stretches = takeStretches(note, length ?? 1);
    const chosen = chosenStretches(stretches, note.loop);
    addTakes(doc, track, { id, source, at: startedAt, stretches, chosen }, origin);
    return isSaved();
  };
}
