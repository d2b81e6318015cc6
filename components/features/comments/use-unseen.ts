// Whether others have commented since this person last looked; each browser remembers by itself.
'use client';
import { useEffect, useState } from 'react';
import type { Thread } from '@/document/comments';

const keyOf = (projectId: string, userId: string): string => `isomix/comments-seen/${userId}/${projectId}`;

/** When the last comment of somebody else was written; 0 for none. */
function lastOfOthers(threads: readonly Thread[], userId: string): number {
  const all = threads.flatMap((thread) => [thread, ...thread.replies]);
  return Math.max(0, ...all.filter(({ authorId }) => authorId !== userId).map(({ writtenAt }) => writtenAt));
}

function readSeen(key: string): number {
  try {
    return Number(window.localStorage.getItem(key) ?? 0) || 0;
  } catch {
    // A browser may refuse to remember anything; then each visit begins with nothing seen.
    return 0;
  }
}

function writeSeen(key: string, at: number): void {
  try {
    window.localStorage.setItem(key, String(at));
  } catch {
    // As above: only the dot comes back with the next visit.
  }
}

/** @param isOpen whether the comments are open, so that those present count as seen */
export function useUnseen(
  threads: readonly Thread[],
  { projectId, userId, isOpen }: { projectId: string; userId: string; isOpen: boolean },
): boolean {
  const key = keyOf(projectId, userId);
  const [seen, setSeen] = useState(() => readSeen(key));
  const last = lastOfOthers(threads, userId);
  useEffect(() => {
    if (!isOpen || last <= seen) return;
    writeSeen(key, last);
    setSeen(last);
  }, [isOpen, last, seen, key]);
  return !isOpen && last > seen;
}
