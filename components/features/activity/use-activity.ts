// The activity list of an open tab: the newest page is kept up to date, older pages are loaded on demand.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
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

/** The entries of a fresh first page, followed by those of earlier pages that are older than all of it. */
function renewFirstPage(
  before: readonly ActivityEntry[],
  fresh: readonly ActivityEntry[],
): readonly ActivityEntry[] {
  const oldest = fresh.at(-1)?.at ?? '';
  const known = new Set(fresh.map(({ id }) => id));
  return [...fresh, ...before.filter(({ id, at }) => !known.has(id) && at <= oldest)];
}

export function useActivity(projectId: string, revision: number): ActivityState {
  const [entries, setEntries] = useState<readonly ActivityEntry[] | null>(null);
  const [next, setNext] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const fail = useCallback((failure: unknown) => setError(errorMessage(failure)), []);
  const isFirst = entries === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what asks to read again.
  useEffect(() => {
    const read = () =>
      call(readActivity, { id: projectId })
        .then((page) => {
          setEntries((before) => renewFirstPage(before ?? [], page.activity));
          if (isFirst) setNext(page.next);
          setError(null);
        })
        .catch(fail);
    const timer = setTimeout(read, isFirst ? 0 : PACE_MS);
    return () => clearTimeout(timer);
  }, [projectId, revision, fail]);
  return {
    entries,
    hasOlder: next !== null,
    error,
    loadOlder: () => {
      if (next === null) return;
      call(readActivity, { id: projectId, query: { before: next } })
        .then((page) => {
          setEntries((before) => [...(before ?? []), ...page.activity]);
          setNext(page.next);
        })
        .catch(fail);
    },
  };
}
