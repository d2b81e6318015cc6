// The list of activity as the open tab holds it: the newest page follows the news, older ones on demand.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { sentenceOf } from '@/components/api/problem';
import { type ActivityEntry, readActivity } from '@/contract/http/activity';

/** News come once a second while somebody works; the list follows at this pace. */
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
  const fail = useCallback((failure: unknown) => setError(sentenceOf(failure)), []);
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
