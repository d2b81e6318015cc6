// Messages about invalid input: every kind of error names its field and what is expected of it.
import { expect, it } from 'vitest';
import { z } from 'zod';
import { fileMessage, inputMessage } from './input-message';

const refusal = (schema: z.ZodType, value: unknown): string => {
  const { error } = schema.safeParse(value, { reportInput: true });
  if (!error) throw new Error('The schema takes this value.');
  return inputMessage(error);
};
const field = (schema: z.ZodType, value?: unknown) =>
  refusal(z.object({ field: schema }), value === undefined ? {} : { field: value });

it.each([
  ['what is missing', z.string(), undefined, '"field" is missing.'],
  [
    'a choice that is missing',
    z.enum(['wav', 'mp3']),
    undefined,
    '"field" is missing; it may be "wav" or "mp3".',
  ],
  ['a list that is missing', z.union([z.string(), z.null()]), undefined, '"field" is missing.'],
  ['another type', z.string(), 4, '"field" must be text.'],
  ['null', z.number(), null, '"field" must be a number.'],
  ['a number that cannot be read', z.coerce.number(), 'x', '"field" must be a number.'],
  ['a fraction', z.int(), 1.5, '"field" must be a whole number.'],
  ['an unknown choice', z.enum(['a', 'b', 'c']), 'd', '"field" must be "a", "b" or "c".'],
  ['another constant', z.literal(1), 2, '"field" must be 1.'],
  ['too much text', z.string().max(3), 'long', '"field" must have at most 3 characters.'],
  ['no text', z.string().min(1), '', '"field" must not be empty.'],
  ['a short list', z.array(z.int()).min(2), [1], '"field" must have at least 2 entries.'],
  ['a large number', z.number().max(3), 4, '"field" must be at most 3.'],
  ['a number at an open bound', z.number().gt(0), 0, '"field" must be more than 0.'],
  ['no email', z.email(), 'ana', '"field" must be an email address, such as ana@example.com.'],
  ['another pattern', z.string().regex(/^a$/), 'b', '"field" is not written as it should be.'],
  ['a value off the grid', z.number().multipleOf(5), 7, '"field" must be a multiple of 5.'],
  [
    'alternatives of type',
    z.union([z.string(), z.number(), z.null()]),
    {},
    '"field" must be text, a number or null.',
  ],
  [
    'constants among constants',
    z.union([z.union([z.literal(-14), z.literal(-9)]), z.literal('none')]),
    -3,
    '"field" must be -14, -9 or "none".',
  ],
  [
    'a list that is too long where a word would do',
    z.union([z.literal('all'), z.array(z.string()).max(1)]),
    ['a', 'b'],
    '"field" must have at most 1 entry.',
  ],
  [
    'a constant or a number',
    z.union([z.literal('off'), z.number()]),
    {},
    '"field" must be "off" or a number.',
  ],
  ['a refinement without a message', z.string().refine(() => false), 'x', '"field" cannot take this value.'],
  ['a refinement with a message', z.string().refine(() => false, 'Say it again.'), 'x', 'Say it again.'],
  ['a refinement with a fragment', z.string().refine(() => false, 'is taken'), 'x', '"field" is taken.'],
  [
    'a part of a list',
    z.array(z.object({ bars: z.int() })),
    [{ bars: 1.5 }],
    '"field[0].bars" must be a whole number.',
  ],
])('names the field and says what it asks for: %s', (_, schema, value, sentence) => {
  expect(field(schema, value)).toBe(sentence);
});

it.each([
  ['something else than an object', z.object({}), null, 'The request must be an object.'],
  [
    'a field with an endless name',
    z.strictObject({}),
    { ['x'.repeat(60_000)]: 1 },
    `There is no field "${'x'.repeat(60)}…" here.`,
  ],
  ['an unknown field', z.strictObject({}), { nmae: 'x' }, 'There is no field "nmae" here.'],
  [
    'an unknown kind',
    z.discriminatedUnion('kind', [z.object({ kind: z.literal('a') }), z.object({ kind: z.literal('b') })]),
    { kind: 'c' },
    '"kind" must be "a" or "b".',
  ],
  [
    'the alternative that comes nearest',
    z.union([z.object({ loudness: z.object({ lufs: z.number().max(0) }) }), z.object({ other: z.string() })]),
    { loudness: { lufs: 3 } },
    '"loudness.lufs" must be at most 0.',
  ],
])('names the whole value when the issue is at the root: %s', (_, schema, value, sentence) => {
  expect(refusal(schema, value)).toBe(sentence);
});

it('puts the path before a message of the schema, in files only', () => {
  const schema = z.object({ stems: z.array(z.object({ gain: z.number().max(0, 'A gain is 0 at most.') })) });
  const { error } = schema.safeParse({ stems: [{ gain: 0 }, { gain: 1 }] });
  expect(error && inputMessage(error)).toBe('A gain is 0 at most.');
  expect(error && fileMessage(error)).toBe('stems[1].gain: A gain is 0 at most.');
  const other = schema.safeParse(null).error;
  expect(other && fileMessage(other)).toBe('The file must be an object.');
});

it('does without what was sent: missing fields are then of the wrong type', () => {
  const { error } = z.object({ field: z.string() }).safeParse({});
  expect(error && inputMessage(error)).toBe('"field" must be text.');
});
