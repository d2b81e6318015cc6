// The order of a set: small steps in tempo, key and energy along the shape that was asked for.
import type { DjRules } from '@/contract/dj-rules';
import type { SequenceConstraints, SetTrack } from '../types';
import { blockCosts } from './block-costs';
import { tieBlocks } from './blocks';
import { exactOrder, MAX_EXACT_BLOCKS } from './exact-order';
import { localOrder } from './local-order';
import { orderCosts } from './sequence-cost';

/**
 * Orders tracks: exactly the best up to 13 tracks, a good and repeatable order above.
 * @param tracks in any order, each id once; 200 take seconds
 * @param constraints those about tracks that are not in the set are passed over
 * @returns every id once
 * @throws RangeError in one sentence when the constraints contradict each other or an id is there twice
 */
export function sequence(
  tracks: readonly SetTrack[],
  rules: DjRules,
  constraints: SequenceConstraints,
): string[] {
  const { blocks, first, last } = tieBlocks(
    tracks,
    constraints.keepOrder ? { energyShape: 'flat' } : constraints,
  );
  if (constraints.keepOrder || blocks.length < 2) return blocks.flat().map((i) => tracks[i]!.id);
  const costs = blockCosts(orderCosts(tracks, rules, constraints.energyShape), { blocks });
  const find = costs.count <= MAX_EXACT_BLOCKS ? exactOrder : localOrder;
  return find(costs, { first, last }).flatMap((block) => blocks[block]!.map((i) => tracks[i]!.id));
}
