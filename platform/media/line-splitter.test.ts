// Lines out of pieces: the same however the text is cut.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { LineSplitter } from './line-splitter';

it('push, given a text in any pieces, returns every line that has ended, once and in order', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[ab\n]{0,5}$/)), (pieces) => {
      const splitter = new LineSplitter();
      const lines = pieces.flatMap((piece) => splitter.push(piece));
      expect(lines).toEqual(pieces.join('').split('\n').slice(0, -1));
    }),
  );
});
