// Who did what in the project, the newest on top.
'use client';
import type { CSSProperties } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { TimeAgo } from '@/components/ui/time-ago';
import { TipButton } from '@/components/ui/tip-button';
import type { ActivityEntry, ActivityPlace } from '@/contract/http/activity';
import { personColor } from '@/document/wire/presence';
import styles from './activity-tab.module.css';
import { useActivity } from './use-activity';
import { type ActivityDoors, PLACE_TITLES, useActivityPlace } from './use-activity-place';

interface EntryProps {
  readonly entry: ActivityEntry;
  readonly onGo: (place: ActivityPlace) => void;
}

function Entry({ entry: { actor, text, place, at }, onGo }: EntryProps) {
  const style = (actor ? { '--person': personColor(actor.id) } : {}) as CSSProperties;
  const message = (
    <>
      <strong>{actor?.name ?? 'The studio'}</strong> {text}
    </>
  );
  return (
    <li className={styles.entry} style={style}>
      {place ? (
        <TipButton className={styles.go} tip={PLACE_TITLES[place.in]} describes onClick={() => onGo(place)}>
          {message}
        </TipButton>
      ) : (
        <p>{message}</p>
      )}
      <TimeAgo at={Date.parse(at)} />
    </li>
  );
}

export function ActivityTab(doors: ActivityDoors) {
  const go = useActivityPlace(doors);
  const { projectId } = useStudio().session;
  const { entries, hasOlder, error, loadOlder } = useActivity(projectId);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable for the keyboard.
    <section className={styles.list} tabIndex={0} aria-label="Activity of this project">
      {error && <Notice tone="danger">{error}</Notice>}
      {entries?.length === 0 && <p className={styles.empty}>Nothing has happened here yet.</p>}
      <ul aria-label="Activity">
        {entries?.map((entry) => (
          <Entry key={entry.id} entry={entry} onGo={go} />
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
