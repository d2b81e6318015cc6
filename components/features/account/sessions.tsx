// The browsers in which one is signed in, and the ways to end that.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { TimeAgo } from '@/components/ui/time-ago';
import { useTask } from '@/components/ui/use-task';
import { formatDate } from '@/components/ui/when';
import { endSession, endSessions, listSessions, type Session } from '@/contract/http/credentials';
import styles from './access.module.css';

interface SessionRowProps {
  readonly session: Session;
  readonly isBusy: boolean;
  readonly onEnd: () => void;
}

function SessionRow({ session, isBusy, onEnd }: SessionRowProps) {
  const seen = Date.parse(session.last_seen_at);
  return (
    <li>
      <div className={styles.what}>
        <p>{session.device}</p>
        <p className={styles.small}>
          Last used <TimeAgo at={seen} />, signed in {formatDate(Date.parse(session.created_at))}
        </p>
      </div>
      {session.current ? (
        <span className={styles.here}>This browser</span>
      ) : (
        <Button
          small
          kind="danger"
          disabled={isBusy}
          aria-label={`Sign out ${session.device}`}
          onClick={onEnd}
        >
          Sign out
        </Button>
      )}
    </li>
  );
}

const ownSessions = queryOf(listSessions, {});

export function Sessions() {
  const client = useQueryClient();
  const { data, error } = useQuery(ownSessions);
  const entries = data?.sessions;
  const reload = () => void refresh(client, ownSessions);
  const [isAsking, setAsking] = useState(false);
  const task = useTask();
  const everywhere = async () => {
    // The page needs to be loaded anew: nothing on it may be read any more.
    if (await task.run(() => call(endSessions, {}))) window.location.assign('/sign-in');
  };
  return (
    <section className={styles.block} aria-labelledby="sessions-title">
      <div className={styles.head}>
        <h2 id="sessions-title">Signed-in browsers</h2>
        <Button small onClick={() => setAsking(true)}>
          Sign out everywhere
        </Button>
      </div>
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
      {!isAsking && task.error && <Notice tone="danger">{task.error}</Notice>}
      {entries ? (
        <ul className={styles.list}>
          {entries.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              isBusy={task.isBusy}
              onEnd={() => void task.run(() => call(endSession, { id: session.id })).then(reload)}
            />
          ))}
        </ul>
      ) : (
        !error && <p role="status">Reading your sessions…</p>
      )}
      <ConfirmDialog
        title="Sign out everywhere?"
        action="Sign out everywhere"
        open={isAsking}
        task={task}
        onClose={() => setAsking(false)}
        onConfirm={() => void everywhere()}
      >
        Every browser is signed out, this one included, and open projects close. API tokens go on working
        until you revoke them.
      </ConfirmDialog>
    </section>
  );
}
