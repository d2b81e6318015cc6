// What a person has to know about their recordings: what went wrong, what a crash left, what could not be sent.
'use client';
import type { PendingTake } from '@/components/session/recording/take-uploads';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { formatLength } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { useTask } from '@/components/ui/use-task';
import styles from './take-notices.module.css';

/** Saves a file where the browser saves downloads. */
function download(file: File): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = file.name;
  link.click();
  // The browser has read the address by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function TakeNotice({ take }: { readonly take: PendingTake }) {
  const { uploads } = useStudio().session.recorder;
  const task = useTask();
  const { note, frames, state, problem } = take;
  const length = formatLength(frames / note.rate);
  const message =
    state === 'unfinished'
      ? `“${note.name}” (${length}) was not finished when the page was closed.`
      : `“${note.name}” (${length}) could not be saved: ${problem}`;
  return (
    <Notice
      tone={state === 'unfinished' ? 'warn' : 'danger'}
      action={
        <div className={styles.actions}>
          <Button
            small
            kind="solid"
            disabled={task.isBusy}
            onClick={() => task.run(() => uploads.send(note.id))}
          >
            {state === 'unfinished' ? 'Restore' : 'Try again'}
          </Button>
          <Button
            small
            disabled={task.isBusy}
            onClick={() => task.run(async () => download(await uploads.file(note)))}
          >
            Download
          </Button>
          <Button
            small
            kind="quiet"
            disabled={task.isBusy}
            onClick={() => task.run(() => uploads.discard(note.id))}
          >
            Discard
          </Button>
        </div>
      }
    >
      {task.error ?? message}
    </Notice>
  );
}

export function TakeNotices() {
  const { recorder } = useStudio().session;
  const problem = useSelected(recorder.problem, (message) => message);
  const unread = useSelected(recorder.uploads.problem, (message) => message);
  const pending = useSelected(recorder.uploads.pending, (all) => all);
  const open = pending.filter(({ state }) => state === 'unfinished' || state === 'failed');
  if (problem === null && unread === null && open.length === 0) return null;
  return (
    <div className={styles.notices}>
      {problem && (
        <Notice
          tone="danger"
          action={
            <Button small kind="quiet" onClick={() => recorder.problem.set(null)}>
              Dismiss
            </Button>
          }
        >
          {problem}
        </Notice>
      )}
      {unread && (
        <Notice
          tone="danger"
          action={
            <Button small onClick={() => void recorder.uploads.load()}>
              Try again
            </Button>
          }
        >
          {unread}
        </Notice>
      )}
      {open.map((take) => (
        <TakeNotice key={take.note.id} take={take} />
      ))}
    </div>
  );
}
