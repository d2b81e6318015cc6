// Operations that read, as TanStack Query takes them: where an answer is kept, how it is read, and when it is read again.
import { type QueryClient, type QueryKey, queryOptions } from '@tanstack/react-query';
import type { AddressOf } from '@/contract/http/address';
import type { Operation } from '@/contract/http/operation';
import { call, type Input } from './call';

type Reading = Operation & { readonly method: 'get' };

/**
 * Where the answer of an operation is kept: the parts of its path, filled in, and its query. So the key of a project is the
 * beginning of the keys of everything in it.
 */
export function keyOf<const Op extends Reading>({ path }: Op, input: AddressOf<Op>): QueryKey {
  const given: Readonly<Record<string, unknown>> = { ...input };
  const parts = path.slice(1).split('/');
  const filled = parts.map((part) => (part.startsWith('{') ? given[part.slice(1, -1)] : part));
  return given.query === undefined ? filled : [...filled, given.query];
}

/** What `useQuery` needs to read an operation; other options can be spread beside it. */
export const queryOf = <const Op extends Reading>(operation: Op, input: AddressOf<Op>) =>
  queryOptions({
    queryKey: keyOf(operation, input),
    queryFn: ({ signal }) => call(operation, { ...input, signal } as Input<Op>),
  });

interface RefreshOptions {
  /** Whether everything whose key begins with this one is meant too */
  readonly below?: boolean;
}

/**
 * Reads again what the page shows of a query; what it does not show is read when it is shown next.
 * @returns when it has been read, or could not be
 */
export function refresh(
  client: QueryClient,
  { queryKey }: { readonly queryKey: QueryKey },
  { below = false }: RefreshOptions = {},
): Promise<void> {
  const filters = { queryKey, exact: !below };
  // A first reading that is under way would be taken for the new one, and may have been answered before the change.
  void client.cancelQueries({ ...filters, type: 'active' }, { silent: true, revert: false });
  return client.invalidateQueries(filters);
}
