// What the constraints group: tracks that must follow one another move through the set as one block.
import type { SequenceConstraints, SetTrack } from '../types';

export interface Blocks {
  /** Track indices, in playing order within each block. */
  readonly blocks: ReadonlyArray<readonly number[]>;
  /** Indices into `blocks`; null when the place is open. */
  readonly first: number | null;
  readonly last: number | null;
}

function indicesById(tracks: readonly SetTrack[]): Map<string, number> {
  const indices = new Map(tracks.map(({ id }, i) => [id, i]));
  if (indices.size < tracks.length) throw new RangeError('A track stands in the set twice under one id.');
  return indices;
}

/** For each track the one that must follow it. */
function followers(tracks: readonly SetTrack[], constraints: SequenceConstraints): Map<number, number> {
  const index = indicesById(tracks);
  const next = new Map<number, number>();
  const before = new Map<number, number>();
  for (const [a, b] of constraints.together ?? []) {
    const [from, to] = [index.get(a), index.get(b)];
    // A constraint on a track that was removed from the set no longer has any meaning.
    if (from === undefined || to === undefined || next.get(from) === to) continue;
    const name = tracks[to]!.name;
    if (next.has(from)) throw new RangeError(`Two tracks cannot both follow "${tracks[from]!.name}".`);
    if (before.has(to)) throw new RangeError(`"${name}" cannot follow two tracks at once.`);
    for (let at: number | undefined = to; at !== undefined; at = next.get(at)) {
      if (at === from) throw new RangeError(`"${name}" cannot stand before itself: the locks make a circle.`);
    }
    next.set(from, to);
    before.set(to, from);
  }
  return next;
}

function chainFrom(start: number, next: ReadonlyMap<number, number>): number[] {
  const chain: number[] = [];
  for (let at: number | undefined = start; at !== undefined; at = next.get(at)) chain.push(at);
  return chain;
}

/**
 * Groups tracks into blocks. Constraints on tracks that are not in the set are ignored.
 * @throws RangeError with a message for the user when the constraints contradict each other
 */
export function tieBlocks(tracks: readonly SetTrack[], constraints: SequenceConstraints): Blocks {
  const next = followers(tracks, constraints);
  const led = new Set(next.values());
  const blocks = tracks.flatMap((_, i) => (led.has(i) ? [] : [chainFrom(i, next)]));
  const placeOf = (id: string | undefined, end: 0 | -1, label: string): number | null => {
    const index = tracks.findIndex((track) => track.id === id);
    if (index < 0) return null;
    const block = blocks.findIndex((chain) => chain.at(end) === index);
    if (block < 0) {
      throw new RangeError(`"${tracks[index]!.name}" cannot be ${label}: it is locked to another track.`);
    }
    return block;
  };
  const first = placeOf(constraints.first, 0, 'first');
  const last = placeOf(constraints.last, -1, 'last');
  if (first !== null && first === last && blocks.length > 1) {
    throw new RangeError('The same tracks cannot be both first and last.');
  }
  return { blocks, first, last };
}
