// In a corner of every page: uploads whose page is closed, those that broke off, and where dropped files can go.
'use client';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { UPLOAD_QUEUES } from '@/components/features/uploads/queues';
import { RefusedFiles } from '@/components/features/uploads/refused-files';
import {
  type BrokenUpload,
  readUnfinished,
  rememberUnfinished,
  unfinishedMessages,
} from '@/components/features/uploads/unfinished';
import { UploadProgress } from '@/components/features/uploads/upload-progress';
import type { UploadQueue } from '@/components/features/uploads/upload-queue';
import { useDropGuard } from '@/components/features/uploads/use-drop-guard';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
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

/** The uploads that a reload of this page broke off; what is under way from now on is written down. */
function useBrokenUploads(): [readonly BrokenUpload[], () => void] {
  const [broken, setBroken] = useState<readonly BrokenUpload[]>([]);
  useEffect(() => {
    const before = readUnfinished();
    if (before.length > 0) setBroken(before);
    const remember = () => rememberUnfinished(UPLOAD_QUEUES.flatMap((queue) => queue.uploads.get()));
    remember();
    return subscribeToAll(remember);
  }, []);
  return [broken, () => setBroken([])];
}

interface TrayNoticeProps {
  readonly messages: readonly string[];
  readonly onDismiss: () => void;
}

function TrayNotice({ messages, onDismiss }: TrayNoticeProps) {
  if (messages.length === 0) return null;
  return (
    <div className={styles.entry}>
      <Notice
        tone="danger"
        action={
          <Button kind="quiet" small onClick={onDismiss}>
            Dismiss
          </Button>
        }
      >
        {messages.join(' ')}
      </Notice>
    </div>
  );
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
        <RefusedFiles
          uploads={{ refused, retry: () => queue.retry(scope), dismiss: () => queue.dismiss(scope) }}
        />
      </div>
    );
  });
}

export function UploadTray() {
  useLeaveWarning();
  const [broken, dismissBroken] = useBrokenUploads();
  const { refusal, dismiss } = useDropGuard();
  return (
    <aside className={styles.tray} aria-label="Uploads">
      <TrayNotice messages={refusal === null ? [] : [refusal]} onDismiss={dismiss} />
      <TrayNotice messages={unfinishedMessages(broken)} onDismiss={dismissBroken} />
      {UPLOAD_QUEUES.map((queue, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the queues are fixed.
        <QueueTray key={index} queue={queue as UploadQueue<unknown>} />
      ))}
    </aside>
  );
}
