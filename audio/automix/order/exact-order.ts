// The best order of few blocks: dynamic programming over sets (Held and Karp 1962), in which the place of a track
// counts as well, since a set of blocks says how many tracks stand before the next.
import type { BlockCosts } from './block-costs';

/** Above this the table grows out of hand: 2^13 sets are 8192. */
export const MAX_EXACT_BLOCKS = 13;

export interface FixedEnds {
  readonly first: number | null;
  readonly last: number | null;
}

/** How many tracks each set of blocks contains. */
function trackCounts(sizes: readonly number[]): Uint32Array {
  const counts = new Uint32Array(1 << sizes.length);
  for (let set = 1; set < counts.length; set++) {
    const lowest = 31 - Math.clz32(set & -set);
    counts[set] = counts[set & (set - 1)]! + sizes[lowest]!;
  }
  return counts;
}

/** Whether `block` may come next when the blocks of `set` stand already. */
function mayFollow(block: number, set: number, full: number, { first, last }: FixedEnds): boolean {
  if ((set & (1 << block)) !== 0) return false;
  if (set === 0 && first !== null && block !== first) return false;
  return block !== last || (set | (1 << block)) === full;
}

/** [set * count + block]: the least cost of playing `set` with `block` at its end, and what stood before it. */
interface Table {
  readonly cost: Float64Array;
  readonly before: Int8Array;
}

/** Fills in `set` with `next` added behind each of its blocks. */
function addBehind(table: Table, { steps, count }: BlockCosts, set: number, next: number, own: number): void {
  const at = (set | (1 << next)) * count + next;
  for (let previous = 0; previous < count; previous++) {
    const cost = table.cost[set * count + previous]! + steps[previous * count + next]! + own;
    if (cost >= table.cost[at]!) continue;
    table.cost[at] = cost;
    table.before[at] = previous;
  }
}

/**
 * Finds the order of lowest cost.
 * @param costs of at most MAX_EXACT_BLOCKS blocks, at least one
 */
export function exactOrder(costs: BlockCosts, ends: FixedEnds): number[] {
  const { count, inner, sizes, tracks } = costs;
  const full = (1 << count) - 1;
  const counts = trackCounts(sizes);
  const cells = (full + 1) * count;
  const table = {
    cost: new Float64Array(cells).fill(Number.POSITIVE_INFINITY),
    before: new Int8Array(cells).fill(-1),
  };
  for (let block = 0; block < count; block++) {
    if (mayFollow(block, 0, full, ends)) table.cost[(1 << block) * count + block] = inner[block * tracks]!;
  }
  for (let set = 1; set < full; set++) {
    for (let next = 0; next < count; next++) {
      if (!mayFollow(next, set, full, ends)) continue;
      addBehind(table, costs, set, next, inner[next * tracks + counts[set]!]!);
    }
  }
  return readBack(table.cost.subarray(full * count), table.before, count);
}

/** Follows the table back from the cheapest end. */
function readBack(ends: Float64Array, before: Int8Array, count: number): number[] {
  let block = ends.indexOf(Math.min(...ends));
  let set = (1 << count) - 1;
  const order: number[] = [];
  while (block >= 0) {
    order.unshift(block);
    const previous = before[set * count + block]!;
    set &= ~(1 << block);
    block = previous;
  }
  return order;
}
