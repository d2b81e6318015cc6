// A good order of many blocks: 2-opt and Or-opt from a greedy start, shaken and repaired again and again.
import { seededRandom } from '../../dither';
import { type BlockCosts, costOfBlocks, costOfRange } from './block-costs';
import type { FixedEnds } from './exact-order';

/** Blocks that move together in one Or-opt step. */
const LONGEST_MOVE = 3;
/** How many blocks are looked at, by the cube of their number and in all: bounds the time without a clock. */
const WORK_PER_CUBE = 400;
const MAX_WORK = 150_000_000;
const MIN_GAIN = 1e-9;
/** A shake cuts a stretch of at most this many blocks into pieces and swaps them. */
const LONGEST_PERTURBATION = 50;

type Order = Int32Array;

/** The greedy order: from the front, always the cheapest block next. */
function greedyOrder(costs: BlockCosts, { first, last }: FixedEnds): Order {
  const { count, inner, steps, sizes, tracks } = costs;
  const open = new Set(Array.from({ length: count }, (_, i) => i));
  const order = new Int32Array(count);
  let [previous, offset] = [-1, 0];
  for (let place = 0; place < count; place++) {
    const costOf = (block: number) =>
      inner[block * tracks + offset]! + (previous < 0 ? 0 : steps[previous * count + block]!);
    const isFirst = place === 0 && first !== null;
    const choices = isFirst ? [first] : [...open].filter((block) => block !== last || open.size === 1);
    const next = choices.reduce((best, block) => (costOf(block) < costOf(best) ? block : best));
    open.delete(next);
    order[place] = next;
    offset += sizes[next]!;
    previous = next;
  }
  return order;
}

/** Improves one order in place, counting its work. */
class LocalSearch {
  #work = 0;
  readonly #maxWork: number;
  readonly #costs: BlockCosts;
  readonly #scratch: Order;
  /** Places that may change: from `low` up to `high`, excluded. */
  readonly #low: number;
  readonly #high: number;

  constructor(costs: BlockCosts, { first, last }: FixedEnds) {
    this.#costs = costs;
    this.#scratch = new Int32Array(costs.count);
    this.#maxWork = Math.min(MAX_WORK, WORK_PER_CUBE * costs.count ** 3);
    this.#low = first === null ? 0 : 1;
    this.#high = costs.count - (last === null ? 0 : 1);
  }

  /** Takes what stands in the scratch between `from` and `to` when it is cheaper. */
  #takeIfBetter(order: Order, from: number, to: number, offset: number): boolean {
    this.#work += to - from;
    const range = { from, to, offset, before: order[from - 1] ?? -1, after: order[to] ?? -1 };
    const gain = costOfRange(this.#costs, order, range) - costOfRange(this.#costs, this.#scratch, range);
    if (gain <= MIN_GAIN) return false;
    order.set(this.#scratch.subarray(from, to), from);
    return true;
  }

  #reverse(order: Order, from: number, to: number, offset: number): boolean {
    for (let i = from; i < to; i++) this.#scratch[i] = order[from + to - 1 - i]!;
    return this.#takeIfBetter(order, from, to, offset);
  }

  /** Exchanges the neighbouring stretches [from, middle) and [middle, to). */
  #exchange(order: Order, [from, middle, to]: readonly [number, number, number], offset: number): boolean {
    this.#scratch.set(order.subarray(middle, to), from);
    this.#scratch.set(order.subarray(from, middle), from + to - middle);
    return this.#takeIfBetter(order, from, to, offset);
  }

  /** Tries every reversal and every move of a short stretch that begins at `from`. */
  #improveAt(order: Order, from: number, offset: number): boolean {
    let isBetter = false;
    for (let to = from + 2; to <= this.#high; to++) {
      if (this.#reverse(order, from, to, offset)) isBetter = true;
      for (let moved = 1; moved <= LONGEST_MOVE && moved < to - from; moved++) {
        if (this.#exchange(order, [from, from + moved, to], offset)) isBetter = true;
        if (this.#exchange(order, [from, to - moved, to], offset)) isBetter = true;
      }
      if (this.isSpent) break;
    }
    return isBetter;
  }

  /** Improves until nothing helps any more or the work is spent. */
  improve(order: Order): void {
    const { sizes } = this.#costs;
    for (let isBetter = true; isBetter && !this.isSpent; ) {
      isBetter = false;
      let offset = 0;
      for (let i = 0; i < this.#low; i++) offset += sizes[order[i]!]!;
      for (let from = this.#low; from < this.#high - 1 && !this.isSpent; from++) {
        if (this.#improveAt(order, from, offset)) isBetter = true;
        offset += sizes[order[from]!]!;
      }
    }
  }

  /** Exchanges two neighbouring stretches anywhere: a step that 2-opt does not undo at once. */
  perturb(order: Order, random: () => number): void {
    const room = this.#high - this.#low;
    const length = Math.min(room, LONGEST_PERTURBATION, 2 + Math.floor(random() * room));
    const from = this.#low + Math.floor(random() * (room - length + 1));
    const middle = from + 1 + Math.floor(random() * (length - 1));
    this.#scratch.set(order.subarray(middle, from + length), from);
    this.#scratch.set(order.subarray(from, middle), from + (from + length - middle));
    order.set(this.#scratch.subarray(from, from + length), from);
  }

  get hasMoves(): boolean {
    return this.#high - this.#low >= 2;
  }

  get isSpent(): boolean {
    return this.#work >= this.#maxWork;
  }
}

/** Finds a good order; the same for the same costs. */
export function localOrder(costs: BlockCosts, ends: FixedEnds): number[] {
  const random = seededRandom(1);
  const search = new LocalSearch(costs, ends);
  let best = greedyOrder(costs, ends);
  if (!search.hasMoves) return Array.from(best);
  search.improve(best);
  let bestCost = costOfBlocks(costs, best);
  while (!search.isSpent) {
    const order = best.slice();
    search.perturb(order, random);
    search.improve(order);
    const cost = costOfBlocks(costs, order);
    if (cost < bestCost) [best, bestCost] = [order, cost];
  }
  return Array.from(best);
}
