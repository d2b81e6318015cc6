// The costs of an order of blocks, and of a part of one: what the exact and the local search both count with.
import type { Blocks } from './blocks';
import type { OrderCosts } from './sequence-cost';

export interface BlockCosts {
  readonly count: number;
  readonly sizes: readonly number[];
  /** Steps and places within a block: [block * tracks + place of its first track]. */
  readonly inner: Float64Array;
  /** From the last track of one block to the first of another: [from * count + to]. */
  readonly steps: Float64Array;
  readonly tracks: number;
}

function innerCost(costs: OrderCosts, block: readonly number[], offset: number): number {
  let cost = 0;
  for (const [i, track] of block.entries()) {
    cost += costs.places[track * costs.count + offset + i]!;
    if (i > 0) cost += costs.steps[block[i - 1]! * costs.count + track]!;
  }
  return cost;
}

/** Tabulates the costs of blocks of tracks. */
export function blockCosts(costs: OrderCosts, { blocks }: Pick<Blocks, 'blocks'>): BlockCosts {
  const [count, tracks] = [blocks.length, costs.count];
  const inner = new Float64Array(count * tracks);
  const steps = new Float64Array(count * count);
  for (const [i, block] of blocks.entries()) {
    for (let offset = 0; offset + block.length <= tracks; offset++) {
      inner[i * tracks + offset] = innerCost(costs, block, offset);
    }
    for (const [j, other] of blocks.entries()) {
      steps[i * count + j] = costs.steps[block.at(-1)! * tracks + other[0]!]!;
    }
  }
  return { count, tracks, inner, steps, sizes: blocks.map(({ length }) => length) };
}

/**
 * The cost of the blocks in `order` from index `from` up to `to` (excluded), with the steps into and out of them.
 * @param offset how many tracks stand before index `from`
 * @param before the block in front, -1 when there is none; `after` likewise
 */
export function costOfRange(
  costs: BlockCosts,
  order: ArrayLike<number>,
  range: {
    readonly from: number;
    readonly to: number;
    readonly offset: number;
    readonly before: number;
    readonly after: number;
  },
): number {
  const { inner, steps, sizes, tracks, count } = costs;
  let [cost, previous, offset] = [0, range.before, range.offset];
  for (let i = range.from; i < range.to; i++) {
    const block = order[i]!;
    cost += inner[block * tracks + offset]!;
    if (previous >= 0) cost += steps[previous * count + block]!;
    offset += sizes[block]!;
    previous = block;
  }
  if (range.after >= 0 && previous >= 0) cost += steps[previous * count + range.after]!;
  return cost;
}

/** The cost of a whole order of blocks. */
export function costOfBlocks(costs: BlockCosts, order: ArrayLike<number>): number {
  return costOfRange(costs, order, { from: 0, to: order.length, offset: 0, before: -1, after: -1 });
}
