// Makes any set of clips of one stem playable: they never double, and where one yields to another nothing
// clicks.
import { endOf, MAX_CLIPS_PER_STEM, type PlacedClip } from './clip-schema';

/*
 * Each clip is a register of its own, so a merge may produce any set of them: two users cut the same clip in
 * different places, or one drags a clip over another. Where two overlap, the one that starts later is audible
 * and the earlier one yields. Of two cuts in one clip both take effect that way, wherever the pieces lie.
 */

/** 5 ms at 44.1 kHz: too short to be audible as a fade, long enough that no sample jumps. */
export const JOIN_FADE = 220;

/** In the order they begin; of several that begin together, the one with the highest id. */
function inOrder(clips: readonly PlacedClip[]): PlacedClip[] {
  const sorted = [...clips].sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  return sorted.filter(({ start }, i) => start !== sorted[i + 1]?.start);
}

/** True when `b` goes on in the source where `a` is at that moment, so that passing from one to the other is silent. */
const goesOn = (a: PlacedClip, b: PlacedClip): boolean =>
  a.source === b.source && b.start - a.start === b.sourceStart - a.sourceStart;

/** How long both are audible where `b` replaces `a`: as long as `b` fades in, before `next` begins. */
function joinLength(a: PlacedClip | undefined, b: PlacedClip, next: PlacedClip | undefined): number {
  const overlap = a ? endOf(a) - b.start : 0;
  if (!a || overlap <= 0 || goesOn(a, b)) return 0;
  const room = Math.min(endOf(b), next?.start ?? Number.POSITIVE_INFINITY) - b.start;
  return Math.min(Math.max(b.fadeIn, JOIN_FADE), overlap, room);
}

/** How long a clip fades out where the next one takes over. */
function fadeAtJoin(clip: PlacedClip, next: PlacedClip, join: number): number {
  if (!goesOn(clip, next)) return join;
  return next.fadeIn > 0 ? JOIN_FADE : 0;
}

/** The fades shortened to what fits; the first `join` samples belong to the fade-in. */
function fitted(clip: PlacedClip, join: number): PlacedClip {
  const fadeOut = Math.min(clip.fadeOut, clip.length - join);
  return { ...clip, fadeOut, fadeIn: Math.min(clip.fadeIn, clip.length - fadeOut) };
}

/**
 * The audible clips in the order in which they begin: at any moment one of them, or two whose fades add up to
 * at most 1. Clips that are already laid out stay as they are.
 */
export function layOut(clips: readonly PlacedClip[]): PlacedClip[] {
  const order = inOrder(clips).slice(0, MAX_CLIPS_PER_STEM);
  const joins = order.map((clip, i) => joinLength(order[i - 1], clip, order[i + 1]));
  return order.map((clip, i) => {
    const [join, joinBehind] = [joins[i] ?? 0, joins[i + 1] ?? 0];
    const faded = { ...clip, fadeIn: Math.max(clip.fadeIn, join) };
    const next = order[i + 1];
    if (!next || endOf(clip) <= next.start) return fitted(faded, join);
    const length = next.start - clip.start + joinBehind;
    return fitted({ ...faded, length, fadeOut: fadeAtJoin(clip, next, joinBehind) }, join);
  });
}
