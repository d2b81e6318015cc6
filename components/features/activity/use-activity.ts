// The activity list of an open tab: the newest page is kept up to date, older pages are loaded on demand.
'use client';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { keyOf } from '@/components/api/query';
import { type ActivityEntry, readActivity } from '@/contract/http/activity';

/** While a project is being edited, updates arrive once a second; the list reloads at this interval. */
const PACE_MS = 700;

export interface ActivityState {
  /** Null until the server has answered. */
  readonly entries: readonly ActivityEntry[] | null;
  readonly hasOlder: boolean;
  readonly error: string | null;
  readonly loadOlder: () => void;
}

interface ActivityList {
  readonly entries: readonly ActivityEntry[];
  readonly next: string | null;
}

/** The entries of a fresh first page, followed by those of earlier pages that are older than all of it. */
function renewFirstPage(
  before: readonly ActivityEntry[],
  fresh: readonly ActivityEntry[],
): readonly ActivityEntry[] {
  const oldest = fresh.at(-1)?.at ?? '';
  const known = new Set(fresh.map(({ id }) => id));
  return [...fresh, ...before.filter(({ id, at }) => !known.has(id) && at <= oldest)];
}

/** No infinite query: it would read all its pages again with every edit, and end the reading of an older one. */
export const activityOf = (id: string) =>
  queryOptions({
    queryKey: keyOf(readActivity, { id }),
    queryFn: async ({ client, queryKey, signal }): Promise<ActivityList> => {
      const isFirst = client.getQueryData(queryKey) === undefined;
      if (!isFirst) await new Promise((resolve) => setTimeout(resolve, PACE_MS));
      // The next update has taken over.
      signal.throwIfAborted();
      const { activity, next } = await call(readActivity, { id, signal });
      const known = client.getQueryData<ActivityList>(queryKey);
      if (!known) return { entries: activity, next };
      return { entries: renewFirstPage(known.entries, activity), next: known.next };
    },
  });

export function useActivity(id: string): ActivityState {
  const client = useQueryClient();
  const query = activityOf(id);
  const { data, error, dataUpdatedAt } = useQuery(query);
  const next = data?.next ?? null;
  const older = useMutation({
    mutationFn: (before: string) => call(readActivity, { id, query: { before } }),
    onSuccess: (page) =>
      client.setQueryData(
        query.queryKey,
        (known) => known && { entries: [...known.entries, ...page.activity], next: page.next },
      ),
  });
  return {
    entries: data?.entries ?? null,
    hasOlder: next !== null,
    // It holds until anything has been read after it.
    error: messageOf(older.submittedAt > dataUpdatedAt ? older.error : error),
    loadOlder: () => next !== null && !older.isPending && older.mutate(next),
  };
}
