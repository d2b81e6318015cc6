// For tests: random edits of every field that the mix has, and of whole processors.
import fc from 'fast-check';
import type * as Y from 'yjs';
import { resetProcessor, setField } from '../edits';
import { type Field, type FieldValue, fieldsOfEntity, rangeOf } from '../fields';

const entity = fc.constantFrom('vocals', 'drums', 'master', 'reverb', 'delay', 'song');
const PROCESSORS = ['eq', 'compressor', 'sends', 'limiter', null] as const;

export const mixEditArbitrary = fc.record({
  mix: fc.oneof(
    {
      weight: 8,
      arbitrary: fc.record({
        /** Which of the fields that the entity has. */
        field: fc.nat(),
        /** Where in the range, from 0 to 1; what lies outside is pulled in. */
        place: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ reset: fc.constantFrom(...PROCESSORS) }) },
  ),
  entity,
});
type MixEdit = typeof mixEditArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

/** What a field stands at when its control is at `place`: 0 and 1 are the ends of its range. */
export function valueAtPlace({ schema }: Field, place: number): FieldValue {
  if (!('minValue' in schema)) return place > 0.5;
  const { min, max } = rangeOf(schema);
  return min + (max - min) * place;
}

/** Makes one edit of the mix. */
export function makeMixEdit(doc: Y.Doc, { mix, entity: of }: MixEdit, origin: unknown): void {
  if ('reset' in mix) {
    resetProcessor(doc, of, mix.reset, origin);
    return;
  }
  const fields = [...(fieldsOfEntity(of) ?? [])];
  const picked = fields[mix.field % fields.length];
  if (!picked) throw new RangeError(`${of} has no fields.`);
  const [name, field] = picked;
  setField(doc, of, name, valueAtPlace(field, mix.place), origin);
}
