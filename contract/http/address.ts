// Where an operation of the API is.
import type { Operation, ParamsOf, SentQueryOf } from './operation';

/** What the paths of all operations are below */
export const API_ROOT = '/api/v1';

/** What the address of an operation is made of: the variable parts of its path by name, and its query. */
export type AddressOf<Op extends Pick<Operation, 'path' | 'query'>> = ParamsOf<Op['path']> & {
  readonly query?: SentQueryOf<Op>;
};

/** The address of an operation from the root, with what is filled in escaped. */
export function addressOf<const Op extends Pick<Operation, 'path' | 'query'>>(
  { path, query }: Op,
  input: AddressOf<Op>,
): string {
  const given: Readonly<Record<string, unknown>> = { ...input };
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(given[name])));
  const asked = Object.entries(query && given.query ? given.query : {}).filter(
    ([, value]) => value !== undefined,
  );
  const text = new URLSearchParams(asked.map(([key, value]) => [key, String(value)])).toString();
  return `${API_ROOT}${filled}${text === '' ? '' : `?${text}`}`;
}
