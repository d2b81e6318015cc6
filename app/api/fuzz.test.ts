// Whatever is sent to a route, no answer is a failure of ours: generated JSON, query texts and path parts.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { OPERATIONS } from '@/contract/http/all-operations';
import type { Operation } from '@/contract/http/operation';

import { call, type Method, problemIn } from './testing/call';
import { newPerson, newProject, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;
let projectId: string;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
  // So that nothing is refused before it has been read.
  await studio.database.prisma.user.update({ where: { id: ana.id }, data: { isAdmin: true } });
  projectId = await newProject(studio, ana);
});
afterAll(() => studio.close());

/** Texts that broke something once, or could. */
const ODD_TEXT = fc.oneof(
  fc.constantFrom(
    '\0',
    'a\0b',
    '\uD800',
    'a\uDC00',
    '%00',
    '__proto__',
    '',
    ' ',
    '\u202E',
    'x'.repeat(5_000),
  ),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('2026-11-30T00:00:00Z', 'mp3', 'editor', 'write', '-1', '1e999', 'a@example.com'),
);

const ODD_VALUE = fc.oneof(
  { weight: 3, arbitrary: ODD_TEXT },
  fc.oneof(fc.double(), fc.integer(), fc.constantFrom(2 ** 53, -1, 0.5, 1e308)),
  fc.constantFrom(null, true, false, [], {}, [[]], { length: 1 }),
  fc.array(ODD_TEXT, { maxLength: 3 }),
  fc.dictionary(fc.oneof(ODD_TEXT, fc.constant('__proto__')), ODD_TEXT, { maxKeys: 3 }),
);

type JsonSchema = { readonly properties?: Record<string, JsonSchema>; readonly type?: string };

/** Objects with the fields that a schema names, each with anything in it or left out. */
function shaped({ properties = {} }: JsonSchema): fc.Arbitrary<unknown> {
  const fields = Object.entries(properties).map(
    ([name, field]) => [name, field.properties ? fc.oneof(shaped(field), ODD_VALUE) : ODD_VALUE] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: [] });
}

/** The address of an operation in a project that exists, so that the body is what is judged. */
const addressOf = ({ path }: Operation): string =>
  path.replace(/^\/projects\/\{id\}/, `/projects/${projectId}`).replaceAll(/\{\w+\}/g, 'drums');

/** JSON that a lone surrogate survives: JSON.stringify escapes it. */
const textOf = (value: unknown): string => JSON.stringify(value) ?? 'null';

const jsonSchemaOf = (operation: Operation): z.ZodType | undefined =>
  operation.body?.type === 'application/json' ? operation.body.schema : operation.jsonBody;

const TAKING_JSON = OPERATIONS.filter((operation) => jsonSchemaOf(operation) !== undefined);
const TAKING_QUERY = OPERATIONS.filter(({ query, method }) => query && method === 'get');

async function expectNoFault(response: Response): Promise<void> {
  if (response.status >= 500 && response.status !== 503)
    expect(await problemIn(response)).toBe('no server error');
}

describe('generated requests', () => {
  it.each(
    TAKING_JSON.map((operation) => [operation.method.toUpperCase(), operation.path, operation] as const),
  )(
    '%s %s never answers a body with a server error',
    async (method, path, operation) => {
      const schema = jsonSchemaOf(operation);
      if (!schema) throw new Error(`${path} takes no JSON.`);
      const fields = shaped(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema);
      const bodies = fc.oneof({ weight: 4, arbitrary: fields }, ODD_VALUE, fc.jsonValue());
      await fc.assert(
        fc.asyncProperty(bodies, async (body) => {
          const json: unknown = JSON.parse(textOf(body));
          await expectNoFault(await call(method as Method, addressOf(operation), { as: ana, json }));
        }),
        { numRuns: 25 },
      );
    },
    120_000,
  );

  it.each(TAKING_QUERY.map((operation) => [operation.path, operation] as const))(
    'GET %s never answers a query with a server error',
    async (_path, operation) => {
      const names = Object.keys(operation.query?.shape ?? {});
      const queries = fc.record(Object.fromEntries(names.map((name) => [name, ODD_TEXT])), {
        requiredKeys: [],
      });
      await fc.assert(
        fc.asyncProperty(queries, async (query) => {
          const text = new URLSearchParams(query as Record<string, string>).toString();
          await expectNoFault(await call('GET', `${addressOf(operation)}?${text}`, { as: ana }));
        }),
        { numRuns: 25 },
      );
    },
    120_000,
  );

  it('rejects bodies that are not text with a message', async () => {
    for (const text of ['\0', 'a\uD800', '\uDFFFb']) {
      const json = { project_id: text, format: 'mp3', metadata: { title: text } };
      expect(await problemIn(await call('POST', '/mix', { as: ana, json }))).toMatch(/^400 .*not text/);
      const named = await call('POST', '/projects', { as: ana, json: { name: 'a', [text]: 1 } });
      expect(named.status).toBe(400);
      const form = new FormData();
      form.append('project_id', text);
      const uploaded = await call('POST', '/automix', { as: ana, form });
      expect(uploaded.status).toBe(text.includes('\0') ? 400 : uploaded.status);
      expect(uploaded.status).toBeLessThan(500);
    }
  });
});
