// The uploads of one page: what runs, what waits, what was refused, and the way to add more.
'use client';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import { useSelected } from '@/components/ui/store';
import type { Accepted, Send, Upload, UploadQueue } from './upload-queue';

export interface UploadsState {
  readonly running: Upload | null;
  /** How many wait behind the one that runs. */
  readonly waiting: number;
  /** Files that were not taken, each with its reason. */
  readonly refused: readonly Upload[];
  readonly start: (files: readonly File[]) => void;
  /** Stops what runs and drops what waits. */
  readonly cancel: () => void;
  /** Sends those refused files again whose failure may have passed. */
  readonly retry: () => void;
  /** Removes the refusals. */
  readonly dismiss: () => void;
}

/**
 * @param scope which part of the studio the files go to
 * @param onAccepted called once with each file that the studio has taken, also with those taken while the page was closed
 */
export function useUploads<Result>(
  queue: UploadQueue<Result>,
  scope: string,
  send: Send<Result>,
  onAccepted: (accepted: Accepted<Result>) => void,
): UploadsState {
  const all = useSelected(queue.uploads, (uploads) => uploads);
  const newest = useRef(onAccepted);
  useEffect(() => {
    newest.current = onAccepted;
  });
  useEffect(() => {
    const deliver = () => {
      for (const accepted of queue.collect(scope)) newest.current(accepted);
    };
    const close = queue.watch(scope);
    const unsubscribe = queue.accepted.subscribe(deliver);
    deliver();
    return () => {
      unsubscribe();
      close();
    };
  }, [queue, scope]);
  const start = useCallback((files: readonly File[]) => queue.add(scope, files, send), [queue, scope, send]);
  const cancel = useCallback(() => queue.cancel(scope), [queue, scope]);
  const retry = useCallback(() => queue.retry(scope), [queue, scope]);
  const dismiss = useCallback(() => queue.dismiss(scope), [queue, scope]);
  return useMemo(() => {
    const mine = all.filter((each) => each.scope === scope);
    return {
      running: mine.find(({ state }) => state === 'sending') ?? null,
      waiting: mine.filter(({ state }) => state === 'waiting').length,
      refused: mine.filter(({ state }) => state === 'refused'),
      start,
      cancel,
      retry,
      dismiss,
    };
  }, [all, scope, start, cancel, retry, dismiss]);
}
