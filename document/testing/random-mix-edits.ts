// For tests: random edits of every field that the mix has, and of whole processors.
import fc from 'fast-check';
import type * as Y from 'yjs';
import { resetProcessor, setField, setMaster, setStrip } from '../edits';
import { type Field, type FieldValue, fieldsOfEntity, rangeOf } from '../fields';
import { readMix } from '../read';
import { mapEdits } from './random-map-edits';

const entity = fc.constantFrom('vocals', 'drums', 'master', 'reverb', 'delay', 'song');
const PROCESSORS = ['eq', 'compressor', 'sends', 'limiter', null] as const;

const fieldEditArbitrary = fc.record({
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
type FieldEdit = typeof fieldEditArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

/** What a field stands at when its control is at `place`: 0 and 1 are the ends of its range. */
export function valueAtPlace({ schema }: Field, place: number): FieldValue {
  if (!('minValue' in schema)) return place > 0.5;
  const { min, max } = rangeOf(schema);
  return min + (max - min) * place;
}

function makeFieldEdit(doc: Y.Doc, { mix, entity: of }: FieldEdit, origin: unknown): void {
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

const stem = fc.constantFrom('vocals', 'drums', 'bass', 'other');
const decibels = fc.double({ min: -90, max: 20, noNaN: true });
const mixEditArbitrary = fc.oneof(
  fieldEditArbitrary,
  fc.record({ kind: fc.constant('gain' as const), stem, value: decibels }),
  fc.record({ kind: fc.constant('pan' as const), stem, value: fc.double({ min: -2, max: 2, noNaN: true }) }),
  fc.record({ kind: fc.constant('mute' as const), stem, value: fc.boolean() }),
  fc.record({ kind: fc.constant('master' as const), value: decibels }),
  fc.record({ kind: fc.constant('reset' as const), stem }),
);
type MixEdit = typeof mixEditArbitrary extends fc.Arbitrary<infer Edit> ? Edit : never;

function makeMixEdit(doc: Y.Doc, edit: MixEdit, origin: unknown): void {
  if ('mix' in edit) makeFieldEdit(doc, edit, origin);
  else if (edit.kind === 'gain') setStrip(doc, edit.stem, 'gainDb', edit.value, origin);
  else if (edit.kind === 'pan') setStrip(doc, edit.stem, 'pan', edit.value, origin);
  else if (edit.kind === 'mute') setStrip(doc, edit.stem, 'mute', edit.value, origin);
  else if (edit.kind === 'master') setMaster(doc, 'gainDb', edit.value, origin);
  else resetProcessor(doc, edit.stem, null, origin);
}

export const mixEdits = mapEdits({
  edits: mixEditArbitrary,
  weight: 24,
  make: ({ doc, origin }, edit) => makeMixEdit(doc, edit, origin),
  read: readMix,
});
