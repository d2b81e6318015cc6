// Uploads whose page is closed go on here, in a corner of every page; leaving the site while one runs is asked about.
'use client';
import { useEffect, useSyncExternalStore } from 'react';
import { useSelected } from '../collaboration/store';
import { UPLOAD_QUEUES } from './queues';
import { RefusedFiles } from './refused-files';
import { UploadProgress } from './upload-progress';
import type { UploadQueue } from './upload-queue';
import styles from './upload-tray.module.css';

const isUnfinished = (): boolean =>
  UPLOAD_QUEUES.some((queue) => queue.uploads.get().some(({ state }) => state !== 'refused'));

function subscribeToAll(listener: () => void): () => void {
  const unsubscribers = UPLOAD_QUEUES.map((queue) => queue.uploads.subscribe(listener));
  return () => {
    for (const unsubscribe of unsubscribers) unsubscribe();
  };
}

/** Asks before the tab is closed or another site is opened, which would break the uploads off. */
function useLeaveWarning(): void {
  const unfinished = useSyncExternalStore(subscribeToAll, isUnfinished, () => false);
  useEffect(() => {
    if (!unfinished) return;
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onBeforeUnload);
    return () => window.removeEventListener('beforeunload', onBeforeUnload);
  }, [unfinished]);
}

/** Those uploads of one kind that no open page shows. */
function QueueTray<Result>({ queue }: { readonly queue: UploadQueue<Result> }) {
  const uploads = useSelected(queue.uploads, (all) => all);
  const open = useSelected(queue.open, (scopes) => scopes);
  const unseen = uploads.filter(({ scope }) => !open.includes(scope));
  const scopes = [...new Set(unseen.map(({ scope }) => scope))];
  return scopes.map((scope) => {
    const mine = unseen.filter((each) => each.scope === scope);
    const running = mine.find(({ state }) => state === 'sending') ?? null;
    const waiting = mine.filter(({ state }) => state === 'waiting').length;
    const refused = mine.filter(({ state }) => state === 'refused');
    return (
      <div key={scope} className={styles.entry}>
        <UploadProgress uploads={{ running, waiting, cancel: () => queue.cancel(scope) }} />
        <RefusedFiles uploads={{ refused, dismiss: () => queue.dismiss(scope) }} />
      </div>
    );
  });
}

export function UploadTray() {
  useLeaveWarning();
  return (
    <aside className={styles.tray} aria-label="Uploads">
      {UPLOAD_QUEUES.map((queue, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the queues are fixed.
        <QueueTray key={index} queue={queue as UploadQueue<unknown>} />
      ))}
    </aside>
  );
}
