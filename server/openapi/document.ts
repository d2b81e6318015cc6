// Generates the OpenAPI description of the API from the schemas that its handlers check against.

import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { API_ROOT } from '@/contract/http/address';
import { OPERATIONS } from '@/contract/http/all-operations';
import type { Access, Answer, Operation } from '@/contract/http/operation';
import { problemSchema } from '@/contract/http/problem';
import packageJson from '../../package.json' with { type: 'json' };

type Json = z.core.util.JSONType;
type JsonObject = { [key: string]: Json };

/** The JSON Schema of what is sent (`input`) or answered (`output`); OpenAPI 3.1 uses the same dialect. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): JsonObject {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io });
  return rest as JsonObject;
}

/** Who has to sign in; roles in a project always do. */
const SECURITY: Record<Extract<Access, string>, Json> = {
  session: [{ session: [] }, { token: [] }],
  'session-or-link': [{ session: [] }, { token: [] }, {}],
  administrator: [{ session: [] }, { token: [] }],
  link: [],
  open: [],
};

function parametersOf({ path, query }: Operation): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const inQuery = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: false,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }));
  return [...inPath, ...inQuery];
}

const title = (status: number): string => STATUS_CODES[status] ?? 'Answer';

function answerOf(answer: Answer): JsonObject {
  const description = title(answer.status);
  if ('schema' in answer) {
    return { description, content: { 'application/json': { schema: schemaOf(answer.schema, 'output') } } };
  }
  return 'binary' in answer ? { description, content: { [answer.binary]: {} } } : { description };
}

/** A redirect to the storage, for answers that may be one. */
const redirectOf = (answer: Answer): JsonObject =>
  'binary' in answer && answer.redirects
    ? {
        302: {
          description:
            'Found: the file itself is at a signed address of the storage, which works for a while and for GET alone',
          headers: { Location: { required: true, schema: { type: 'string', format: 'uri' } } },
        },
      }
    : {};

const problemOf = (status: number): JsonObject => ({
  description: title(status),
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

/** The failures of every operation of a kind, beside those it names itself: 400 for addresses that cannot be read too. */
function commonProblems({ access, body, jsonBody, path }: Operation): number[] {
  const signIn = access === 'open' || access === 'link' ? [] : [401];
  const notFound = path.includes('{') || path === '/mix' ? [404] : [];
  const slowOrLarge = body?.type === 'application/json' || jsonBody ? [408, 413] : [];
  return [400, ...signIn, ...notFound, ...slowOrLarge, 429, 500, 503];
}

function operationObject(operation: Operation): JsonObject {
  const problems = new Set([...commonProblems(operation), ...(operation.problems ?? [])]);
  const responses = Object.fromEntries([...problems].map((status) => [status, problemOf(status)]));
  const { body, jsonBody, answer, summary, access } = operation;
  return {
    summary,
    security: SECURITY[typeof access === 'string' ? access : 'session'],
    parameters: parametersOf(operation),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [body.type]: { schema: schemaOf(body.schema, 'input') },
              ...(jsonBody ? { 'application/json': { schema: schemaOf(jsonBody, 'input') } } : {}),
            },
          },
        }
      : {}),
    responses: { [answer.status]: answerOf(answer), ...redirectOf(answer), ...responses },
  };
}

function pathsOf(operations: readonly Operation[]): JsonObject {
  const paths: Record<string, JsonObject> = {};
  for (const operation of operations) {
    paths[operation.path] = { ...paths[operation.path], [operation.method]: operationObject(operation) };
  }
  return paths;
}

let made: JsonObject | undefined;

/** The whole description, OpenAPI 3.1. */
export function openApiDocument(): JsonObject {
  made ??= {
    openapi: '3.1.0',
    info: {
      title: 'IsoMix Studio',
      version: packageJson.version,
      description:
        'Sign in with the session cookie of the studio or with an API token; a token with the scope `read` alone may send GET requests only. Every failure is a problem document whose detail is a message for users.',
    },
    servers: [{ url: API_ROOT }],
    paths: pathsOf(OPERATIONS),
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
        token: { type: 'http', scheme: 'bearer' },
      },
    },
  };
  return made;
}
