// Calls route handlers as functions, by method and address, the way Next would.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = path.join(import.meta.dirname, '../v1');

type Handler = (request: Request, context: { params: Promise<Record<string, string>> }) => Promise<Response>;
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface RouteFile {
  /** Below /api/v1, as OpenAPI writes it: `/projects/{id}` */
  readonly template: string;
  readonly load: () => Promise<Partial<Record<Method, Handler>>>;
}

/** Every route file of the API. */
export function listRoutes(): RouteFile[] {
  const files = readdirSync(ROOT, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('route.ts'),
  );
  return files.map((file) => ({
    template: `/${path.dirname(file).replaceAll(/\[(\w+)\]/g, '{$1}')}`,
    load: () => import(/* @vite-ignore */ pathToFileURL(path.join(ROOT, file)).href),
  }));
}

/** A folder with a fixed name goes before one with a variable, as in Next. */
const bySpecificity = (a: RouteFile, b: RouteFile): number =>
  a.template.split('{').length - b.template.split('{').length;

const routes = listRoutes().sort(bySpecificity);

function findRoute(pathname: string): { route: RouteFile; params: Record<string, string> } {
  for (const route of routes) {
    const pattern = route.template.replaceAll('.', '\\.').replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)');
    const match = new RegExp(`^${pattern}$`).exec(pathname);
    if (match) return { route, params: { ...match.groups } };
  }
  throw new Error(`No route answers ${pathname}.`);
}

export interface CallOptions {
  /** Somebody's API token */
  readonly as?: { readonly token: string } | undefined;
  readonly json?: unknown;
  readonly form?: FormData | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

const ORIGIN = 'http://studio.example';

/** Sends a request to the route below /api/v1 that `address` names, which may also begin with /api/v1. */
export async function call(method: Method, address: string, options: CallOptions = {}): Promise<Response> {
  const { as, json, form, headers } = options;
  const url = new URL(`${ORIGIN}/api/v1${address.replace(/^\/api\/v1/, '')}`);
  const { route, params } = findRoute(decodeURIComponent(url.pathname.slice('/api/v1'.length)));
  const handler = (await route.load())[method];
  if (!handler) return new Response(null, { status: 405 });
  const request = new Request(url, {
    method,
    headers: {
      host: url.host,
      ...(as ? { authorization: `Bearer ${as.token}` } : {}),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
    ...(form ? { body: form } : {}),
  });
  return handler(request, { params: Promise.resolve(params) });
}

/** The message of a problem, preceded by its status: `403 Only the owner …`. */
export async function problemIn(response: Response): Promise<string> {
  const type = response.headers.get('content-type');
  if (type !== 'application/problem+json') return `${response.status} without a problem`;
  const { detail, status } = (await response.json()) as { detail: string; status: number };
  return status === response.status ? `${status} ${detail}` : 'a problem that contradicts its response';
}
