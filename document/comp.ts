// Which take sounds over which stretch of a track: the clips that make it so, with short crossfades at both ends.
import { type ClipChanges, newClipId } from './clip-edits';
import { type Clip, endOf, type PlacedClip } from './clip-schema';

/*
 * A crossfade ends where the new piece begins to be meant: its first note keeps its attack. It is of equal gain, as all
 * joints of clips are. Takes of one part are alike: where they are the same sound, fades of equal power would be 3 dB
 * too loud, and over 10 ms the dip of sounds that are not alike is inaudible.
 */

/** 10 ms at 44.1 kHz. */
export const COMP_FADE = 441;

/** The shortest stretch that can be chosen: its two fades must not meet. */
export const MIN_COMP = 2 * COMP_FADE;

/** What of a source lies where, in samples: of a take. */
export interface Material {
  readonly source: string;
  readonly start: number;
  readonly sourceStart: number;
  readonly length: number;
}

export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/**
 * Whether a clip plays a take where the take lies.
 * @param stemId what it plays where it names no source
 */
export const playsTake = (
  clip: Clip,
  stemId: string | null,
  { source, start, sourceStart }: Omit<Material, 'length'>,
): boolean => (clip.source ?? stemId) === source && clip.start - clip.sourceStart === start - sourceStart;

/** The clip that plays a take over a stretch, and the ids of those that it goes on from on either side. */
interface Piece {
  readonly clip: Clip;
  readonly joined: readonly string[];
}

/** Where the take sounds on either side already, it goes on as one clip; else it fades in before the stretch, and out. */
function pieceOf(
  clips: readonly PlacedClip[],
  stemId: string | null,
  take: Material,
  stretch: Stretch,
): Piece {
  const { source } = take;
  const offset = take.start - take.sourceStart;
  const same = clips.filter(
    (clip) => playsTake(clip, stemId, take) && clip.start <= stretch.end && endOf(clip) >= stretch.start,
  );
  const left = same.find((clip) => clip.start < stretch.start);
  const right = same.find((clip) => endOf(clip) > stretch.end);
  const first = left?.start ?? Math.max(0, offset, stretch.start - COMP_FADE);
  const last = right ? endOf(right) : stretch.end;
  const clip = {
    source,
    start: first,
    sourceStart: first - offset,
    length: last - first,
    fadeIn: left?.fadeIn ?? COMP_FADE,
    fadeOut: right?.fadeOut ?? COMP_FADE,
  };
  return { clip, joined: same.map(({ id }) => id) };
}

/** The part of a clip behind a position of the timeline, faded in. */
function behind(clip: PlacedClip, position: number): Clip {
  const cut = Math.max(0, position - clip.start);
  const length = clip.length - cut;
  const fadeOut = Math.min(clip.fadeOut, length);
  return {
    ...clip,
    start: clip.start + cut,
    sourceStart: clip.sourceStart + cut,
    length,
    fadeOut,
    fadeIn: Math.min(COMP_FADE, length - fadeOut),
  };
}

/** The part of a clip before a position of the timeline. */
function before(clip: PlacedClip, position: number): Clip {
  const length = Math.min(position, endOf(clip)) - clip.start;
  return { ...clip, length, fadeIn: Math.min(clip.fadeIn, length), fadeOut: 0 };
}

/** What is left of a clip that gives way to a piece. */
function restsOf(clip: PlacedClip, piece: Clip, { start, end }: Stretch): readonly Clip[] {
  const rests: Clip[] = [];
  // Where the take has nothing before the stretch, what came before sounds on into it.
  const joinEnd = Math.max(piece.start, start - COMP_FADE) + COMP_FADE;
  if (clip.start < piece.start) rests.push(before(clip, joinEnd));
  if (endOf(clip) > endOf(piece)) rests.push(behind(clip, end - COMP_FADE));
  return rests;
}

/**
 * What becomes of the clips of a track when a stretch of it plays one take: what lay there gives way.
 * @param clips as they are laid out
 * @param stemId what those play that name no source
 * @param id of the clip that plays the take
 * @throws RangeError with a user message when less than `MIN_COMP` of the take lies in the stretch
 */
export function compChanges(
  clips: readonly PlacedClip[],
  stemId: string | null,
  take: Material,
  wanted: Stretch,
  id: string,
): ClipChanges {
  const stretch = {
    start: Math.max(wanted.start, take.start),
    end: Math.min(wanted.end, take.start + take.length),
  };
  if (stretch.end - stretch.start < MIN_COMP)
    throw new RangeError('This take has too little there: choose at least 20 ms of it.');
  const { clip: piece, joined } = pieceOf(clips, stemId, take, stretch);
  const changes = new Map<string, Clip | null>(joined.map((each) => [each, null]));
  changes.set(id, piece);
  for (const clip of clips) {
    if (changes.has(clip.id) || clip.start >= stretch.end || endOf(clip) <= stretch.start) continue;
    const [first, second] = restsOf(clip, piece, stretch);
    changes.set(clip.id, first ?? null);
    if (second) changes.set(newClipId(), second);
  }
  return changes;
}
