// The description of the API is true: it names every route there is, and no other.
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '@/contract/http/all-operations';
import { openApiDocument } from '@/server/openapi/document';
import { call, listRoutes, type Method } from './testing/call';

interface Described {
  readonly requestBody?: {
    readonly content: Readonly<
      Record<string, { readonly schema: { readonly additionalProperties?: boolean } }>
    >;
  };
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

async function exportedOperations(): Promise<string[]> {
  const operations: string[] = [];
  for (const { template, load } of listRoutes()) {
    const handlers = await load();
    operations.push(...METHODS.filter((method) => handlers[method]).map((method) => `${method} ${template}`));
  }
  return operations.sort();
}

describe('openapi.json', () => {
  it('describes exactly the routes that exist', async () => {
    const described = OPERATIONS.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(described.sort()).toEqual(await exportedOperations());
  });

  it('contains schemas for all requests and responses', async () => {
    const response = await call('GET', '/openapi.json');
    const text = await response.text();
    expect(JSON.parse(text)).toEqual(openApiDocument());
    const mix = JSON.parse(text).paths['/mix'].post;
    expect(mix.requestBody.content['application/json'].schema.required).toEqual(['project_id']);
    expect(mix.responses['202'].content['application/json'].schema.required).toContain('mix_id');
    expect(Object.keys(mix.responses)).toEqual([
      '202',
      '400',
      '401',
      '402',
      '403',
      '404',
      '408',
      '409',
      '413',
      '429',
      '500',
      '503',
    ]);
  });

  it('has no JSON body that passes over a field that it does not know', () => {
    const { paths } = openApiDocument() as unknown as { paths: Record<string, Record<string, Described>> };
    const bodies = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { requestBody }]) => {
        const schema = requestBody?.content['application/json']?.schema;
        return schema ? [{ name: `${method} ${path}`, isStrict: schema.additionalProperties === false }] : [];
      }),
    );
    expect(bodies.length).toBeGreaterThan(10);
    expect(bodies.filter(({ isStrict }) => !isStrict)).toEqual([]);
  });

  it('says which files may be fetched from the storage itself', () => {
    const { paths } = openApiDocument() as { paths: Record<string, Record<string, { responses: object }>> };
    const redirecting = Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).flatMap(([method, { responses }]) =>
        302 in responses ? [`${method} ${path}`] : [],
      ),
    );
    expect(redirecting.sort()).toEqual([
      'get /automix/{id}/set',
      'get /media/{token}/{stem}/{segment}',
      'get /mix/{id}/download',
    ]);
  });
});
