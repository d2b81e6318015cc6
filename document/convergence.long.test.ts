// A thousand times five people and a hundred edits: everybody ends with the same valid document.
import fc from 'fast-check';
import { it } from 'vitest';
import { convergenceProperty } from './testing/convergence';

it('converges to one valid state from 1,000 seeds', () => {
  fc.assert(convergenceProperty(5, 100), { numRuns: 1_000, seed: 2 });
});
