// Whatever people do at once, everybody ends with the same valid document.
import fc from 'fast-check';
import { it } from 'vitest';
import { convergenceProperty } from './testing/convergence';

it('converges to one valid state from reordered and duplicated edits, late joiners included', () => {
  fc.assert(convergenceProperty(5, 100), { numRuns: 50, seed: 1 });
}, 240_000);
