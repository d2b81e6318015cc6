// The edits a person makes to takes: adding what was recorded, choosing what sounds where, naming and removing.
import type * as Y from 'yjs';
import { cleanLine, truncateText } from '@/contract/text';
import { type ClipTrack, clipsOf, editClips, newClipId } from './clip-edits';
import { compChanges, type Material, MIN_COMP, type Stretch } from './comp';
import { registerKey, registersEverSet, wasEverSet } from './registers';
import { MAX_TAKE_NAME, TAKE_REGISTERS, TAKES_MAP, type TakeField, takeFields } from './take-schema';
import { readTakes, type Take } from './takes';

const FIELDS_OF_A_TAKE = Object.keys(takeFields).length;

function setTakeField(doc: Y.Doc, id: string, field: TakeField, value: unknown): void {
  const map = doc.getMap<unknown>(TAKES_MAP);
  const key = registerKey(id, field);
  if (map.get(key) !== value) map.set(key, takeFields[field].parse(value));
}

/** A part of a recording that was played in one go. */
export interface RecordedStretch extends Omit<Material, 'source'> {
  /** How long playback was interrupted before it, in samples; left out or 0 for not at all. */
  readonly held?: number;
}

/** What one recording gave: one stretch of its source for each time that it went through, or was interrupted. */
export interface RecordedTakes {
  /** Of the recording: the first take has it as well. */
  readonly id: string;
  readonly source: string;
  /** Milliseconds since 1970 */
  readonly at: number;
  /** In the order in which they were played; at least one. */
  readonly stretches: readonly RecordedStretch[];
  /** Which of them sound from now on. */
  readonly chosen: readonly number[];
}

const takeId = (recordingId: string, index: number): string =>
  index === 0 ? recordingId : `${recordingId}_${index + 1}`;

/**
 * Puts one recording under a track, and what is chosen of its takes on it, in one step of undo. The same recording again changes
 * nothing, whatever has become of it.
 * @param origin who edits: the origin given to `createPersonalUndo`
 * @throws RangeError with a user message when it cannot lie there or the project has as many takes as it can have
 */
export function addTakes(doc: Y.Doc, track: ClipTrack, recorded: RecordedTakes, origin: unknown): void {
  const { id, source, at, stretches, chosen } = recorded;
  if (wasEverSet(doc, TAKES_MAP, registerKey(id, 'audio'))) return;
  const added = stretches.length * FIELDS_OF_A_TAKE;
  if (registersEverSet(doc, TAKES_MAP) + added > TAKE_REGISTERS.maxRegisters)
    throw new RangeError('This project has had as many takes as a project can have.');
  const number = readTakes(doc).filter((take) => take.track === track.id).length;
  // What is settled first is not part of the step: see `editClips`.
  editClips(doc, track, new Map(), origin);
  doc.transact(() => {
    for (const [index, { start, sourceStart, length, held }] of stretches.entries()) {
      const take = takeId(id, index);
      const audio = { track: track.id, source, start, sourceStart, length, at, ...(held && { held }) };
      setTakeField(doc, take, 'audio', audio);
      setTakeField(doc, take, 'name', `Take ${number + index + 1}`);
    }
    for (const index of chosen) {
      const stretch = stretches[index];
      // What is shorter than its fades is on the list alone.
      if (stretch && stretch.length >= MIN_COMP) {
        layTake(doc, track, { ...stretch, source }, stretchOf(stretch), takeId(id, index), origin);
      }
    }
  }, origin);
}

const stretchOf = ({ start, length }: Pick<Material, 'start' | 'length'>): Stretch => ({
  start,
  end: start + length,
});

function layTake(
  doc: Y.Doc,
  track: ClipTrack,
  take: Material,
  stretch: Stretch,
  clipId: string,
  origin: unknown,
): void {
  editClips(doc, track, compChanges(clipsOf(doc, track), track.stemId, take, stretch, clipId), origin);
}

/**
 * Lets a stretch of a track play a take.
 * @param stretch in samples; null for all of the take
 * @throws RangeError with a user message when too little of the take lies there, or the track has no room
 */
export function chooseTake(
  doc: Y.Doc,
  track: ClipTrack,
  take: Take,
  stretch: Stretch | null,
  origin: unknown,
): void {
  layTake(doc, track, take, stretch ?? stretchOf(take), newClipId(), origin);
}

/** Renames a take; a name of blanks alone changes nothing. */
export function renameTake(doc: Y.Doc, id: string, name: string, origin: unknown): void {
  const wanted = truncateText(cleanLine(name).trim(), MAX_TAKE_NAME).trim();
  if (wanted !== '') doc.transact(() => setTakeField(doc, id, 'name', wanted), origin);
}

/** Takes a take off the list for everyone; where it sounds it goes on to sound. */
export function removeTake(doc: Y.Doc, id: string, origin: unknown): void {
  doc.transact(() => setTakeField(doc, id, 'removed', true), origin);
}
