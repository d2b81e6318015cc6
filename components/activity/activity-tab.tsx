// Who did what in the project, the newest on top.
'use client';
import type { CSSProperties } from 'react';
import { personColor } from '@/document/wire/presence';
import type { ActivityEntry } from '../api/activity';
import { Button } from '../shell/button';
import { Notice } from '../shell/notice';
import { formatDate, formatWhen } from '../shell/when';
import { useStudio } from '../studio/studio-context';
import styles from './activity-tab.module.css';
import { useActivity } from './use-activity';

function Entry({ entry: { actor, text, at } }: { readonly entry: ActivityEntry }) {
  const style = (actor ? { '--person': personColor(actor.id) } : {}) as CSSProperties;
  return (
    <li className={styles.entry} style={style}>
      <p>
        <strong>{actor?.name ?? 'The studio'}</strong> {text}
      </p>
      <time dateTime={at} title={formatDate(Date.parse(at))}>
        {formatWhen(Date.parse(at), Date.now())}
      </time>
    </li>
  );
}

/** @param revision changes with every news about the list */
export function ActivityTab({ revision }: { readonly revision: number }) {
  const { projectId } = useStudio().session;
  const { entries, hasOlder, error, loadOlder } = useActivity(projectId, revision);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable for the keyboard.
    <section className={styles.list} tabIndex={0} aria-label="Activity of this project">
      {error && <Notice tone="danger">{error}</Notice>}
      {entries?.length === 0 && <p className={styles.empty}>Nothing has happened here yet.</p>}
      <ul aria-label="Activity">
        {entries?.map((entry) => (
          <Entry key={entry.id} entry={entry} />
        ))}
      </ul>
      {hasOlder && (
        <Button small kind="quiet" onClick={loadOlder}>
          Earlier activity
        </Button>
      )}
    </section>
  );
}
