// How well two keys go together: steps on the Camelot wheel.
import { camelotOf } from '../../track/key';
import type { Key, TrackAnalysis } from '../../track/types';

type Scale = Pick<Key, 'tonic' | 'mode'>;

/** The keys that share most of their notes lie beside one another on a circle of twelve. */
const WHEEL = 12;

/** A passage has a key of its own when it is this sure, or this much surer than the whole track; else it is chance. */
const CLEAR = 0.5;
const CLEARLY_SURER = 0.2;

/**
 * Below this a key is one that chance gave to noise. Of real songs the least sure has 0.083; white noise has up to
 * 0.05, snares and hats up to 0.075.
 */
const KNOWN = 0.08;

/** A key, or null where it is no more than chance. */
export function knownKey(key: Key | null): Key | null {
  return key && key.confidence >= KNOWN ? key : null;
}

function keyAtEdge(whole: Key | null, passage: Key | null): Key | null {
  if (!whole || !passage) return knownKey(passage ?? whole);
  return knownKey(passage.confidence > Math.min(CLEAR, whole.confidence + CLEARLY_SURER) ? passage : whole);
}

/** The key in which a track begins: that of its first passage, if it is clear enough to differ. Null when unknown. */
export function startingKey({ key, keyStart }: Pick<TrackAnalysis, 'key' | 'keyStart'>): Key | null {
  return keyAtEdge(key, keyStart);
}

/** The key in which a track ends; likewise. */
export function endingKey({ key, keyEnd }: Pick<TrackAnalysis, 'key' | 'keyEnd'>): Key | null {
  return keyAtEdge(key, keyEnd);
}

/** A key after transposition. */
export function transposed(key: Key, semitones: number): Key {
  return { ...key, tonic: (((key.tonic + semitones) % 12) + 12) % 12 };
}

/**
 * Steps between two keys on the Camelot wheel, 0 to 7: around the circle, and one more between major and minor.
 * What has no key goes with everything.
 */
export function keyDistance(a: Scale | null, b: Scale | null): number {
  if (!a || !b) return 0;
  const around = Math.abs(Number.parseInt(camelotOf(a), 10) - Number.parseInt(camelotOf(b), 10));
  return Math.min(around, WHEEL - around) + (a.mode === b.mode ? 0 : 1);
}
