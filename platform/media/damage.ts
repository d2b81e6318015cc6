// What is missing from a damaged file and where, and how users are informed.
import { clockText } from '@/contract/clock-text';

/** A part of what is decoded, in seconds. */
export interface Place {
  readonly atS: number;
  readonly lengthS: number;
}

/** What is missing of a file, in seconds; nothing of one that is whole. */
export interface Damage {
  /** Silence in place of what is missing or cannot be decoded. */
  readonly silentS: number;
  /** Where that silence is, in order. Places that are close to each other are one. */
  readonly silentAt: readonly Place[];
  /** What the file claims to go on for after its end. */
  readonly missingEndS: number;
}

export const NO_DAMAGE: Damage = { silentS: 0, silentAt: [], missingEndS: 0 };

/** Less than this is what encoders and time stamps of milliseconds leave over. */
export const MIN_MISSING_END_S = 0.1;

/** Holes this close to each other are one place to people. */
const ONE_PLACE_S = 1;
/** More places are joined across longer distances: nobody reads them, and they are kept with the file. */
const MAX_PLACES = 200;

function joinWithin(places: readonly Place[], distanceS: number): Place[] {
  const joined: Place[] = [];
  for (const place of places) {
    const last = joined.at(-1);
    if (last && place.atS - last.atS - last.lengthS <= distanceS) {
      const endS = Math.max(last.atS + last.lengthS, place.atS + place.lengthS);
      joined[joined.length - 1] = { atS: last.atS, lengthS: endS - last.atS };
    } else joined.push(place);
  }
  return joined;
}

/** Makes one of the places that are close to each other. */
export function joinPlaces(places: readonly Place[]): Place[] {
  const inOrder = places.filter(({ lengthS }) => lengthS > 0).sort((a, b) => a.atS - b.atS);
  let joined = joinWithin(inOrder, ONE_PLACE_S);
  for (let distanceS = 2 * ONE_PLACE_S; joined.length > MAX_PLACES; distanceS *= 2) {
    joined = joinWithin(joined, distanceS);
  }
  return joined;
}

/** So many places are named; of more, one fewer and how many others there are. */
const MAX_NAMED = 4;

const seconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} s`;

/** A place as a position, or as two where the silence lasts long enough to look for its end. */
function placeText({ atS, lengthS }: Place): string {
  const [from, to] = [Math.floor(atS), Math.floor(atS + lengthS)];
  return to - from < 2 ? clockText(from) : `${clockText(from)} to ${clockText(to)}`;
}

/** ` (at 0:41, 1:07 and 3 other places)`, or nothing where the places are not known. */
function placesText(places: readonly Place[]): string {
  if (places.length === 0) return '';
  const named = places.slice(0, places.length > MAX_NAMED ? MAX_NAMED - 1 : MAX_NAMED).map(placeText);
  const others = places.length - named.length;
  const last = others > 0 ? `${others} other places` : named.pop();
  return named.length === 0 ? ` (at ${last})` : ` (at ${named.join(', ')} and ${last})`;
}

/** A message about a damaged file, or null for an intact one. */
export function damageNote({ silentS, silentAt, missingEndS }: Damage): string | null {
  const silent =
    silentS > 0 ? `${seconds(silentS)} of it cannot be decoded and are silent${placesText(silentAt)}` : null;
  const cut =
    missingEndS >= MIN_MISSING_END_S ? `it ends ${seconds(missingEndS)} earlier than it says` : null;
  const parts = [silent, cut].filter((part) => part !== null);
  return parts.length === 0 ? null : `The file is damaged: ${parts.join(', and ')}.`;
}
