// How long the order of a set takes, and how good it is beside the greedy one, up to 200 tracks.

import { sequence } from '@/audio/automix/order/sequence';
import { costOfOrder, orderCosts } from '@/audio/automix/order/sequence-cost';
import { testTrack } from '@/audio/automix/testing/analysed-tracks';
import type { SetTrack } from '@/audio/automix/types';
import { seededRandom } from '@/audio/dither';
import { DEFAULT_DJ_RULES } from '@/contract/dj-rules';
import { loadNow } from './support/figures';

const SIZES = [5, 10, 13, 14, 30, 100, 200];
const MAX_SECONDS = 5;
const SHAPE = 'wave';

/** A crate of club music: most of it between 115 and 135 BPM, some at 87 and 174, in any key. */
function crate(count: number): SetTrack[] {
  const random = seededRandom(count);
  return Array.from({ length: count }, (_, i) => {
    const kind = random();
    const bpm = kind < 0.7 ? 115 + 20 * random() : kind < 0.85 ? 84 + 6 * random() : 168 + 10 * random();
    const tonic = Math.floor(12 * random());
    const mode = random() < 0.6 ? 'minor' : 'major';
    return testTrack(`t${i}`, { bpm, tonic, mode, loudnessLufs: -14 + 8 * random() });
  });
}

function greedyCost(tracks: readonly SetTrack[]): number {
  const costs = orderCosts(tracks, DEFAULT_DJ_RULES, SHAPE);
  const open = new Set(tracks.keys());
  const order: number[] = [];
  while (open.size > 0) {
    const costOf = (i: number) => costOfOrder(costs, [...order, i]);
    const next = [...open].reduce((best, i) => (costOf(i) < costOf(best) ? i : best));
    open.delete(next);
    order.push(next);
  }
  return costOfOrder(costs, order);
}

console.log(`load ${loadNow()}`);
for (const count of SIZES) {
  const tracks = crate(count);
  const began = performance.now();
  const ids = sequence(tracks, DEFAULT_DJ_RULES, { energyShape: SHAPE });
  const seconds = (performance.now() - began) / 1000;
  const index = new Map(tracks.map(({ id }, i) => [id, i]));
  const order = ids.map((id) => index.get(id)!);
  const cost = costOfOrder(orderCosts(tracks, DEFAULT_DJ_RULES, SHAPE), order);
  const isWhole = new Set(ids).size === count;
  const isFast = seconds < MAX_SECONDS;
  console.log(
    `${String(count).padStart(3)} tracks: ${seconds.toFixed(2)} s (bar ${MAX_SECONDS} s), cost ${cost.toFixed(1)}, ` +
      `greedy ${greedyCost(tracks).toFixed(1)}${isWhole ? '' : ', TRACKS LOST'}`,
  );
  if (!isFast || !isWhole) process.exitCode = 1;
}
