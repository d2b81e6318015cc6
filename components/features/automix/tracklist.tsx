// The tracklist: everybody's order of the tracks, moved by hand or by key.
'use client';
import { useLayoutEffect, useRef, useState } from 'react';
import type { Track } from '@/contract/http/tracks';
import { blockAt, movedOrder } from '@/document/tracklist-blocks';
import type { TracklistState } from '@/document/tracklist-schema';

import { TrackRow } from './track-row';
import styles from './tracklist.module.css';
import { useRowDrag } from './use-row-drag';
import type { TracklistHands } from './use-tracklist';

interface TracklistProps {
  readonly state: TracklistState;
  /** null until they have been read */
  readonly tracks: ReadonlyMap<string, Track> | null;
  readonly canEdit: boolean;
  readonly hands: TracklistHands;
}

export function Tracklist({ state, tracks, canEdit, hands }: TracklistProps) {
  const { tracks: listed, wishes } = state;
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const ids = listed.map(({ id }) => id);
  const move = (id: string, wanted: number) => {
    const index = Math.min(ids.length - 1, Math.max(0, wanted));
    hands.move(id, index);
    const after = movedOrder(listed, wishes.together, ids.indexOf(id), index);
    const place = after.findIndex((track) => track.id === id);
    setSaid(`${after[place]?.name ?? ''} is at place ${place + 1} of ${ids.length}.`);
  };
  const drag = useRowDrag(list, ids, move);
  const moved = useRef<string | null>(null);
  useLayoutEffect(() => {
    // A row that changes places in the page loses the focus, and with it the next key.
    const row = moved.current && list.current?.querySelector(`[data-track="${moved.current}"]`);
    if (row) row.querySelector<HTMLElement>('button')?.focus();
    moved.current = null;
  });
  const moveByKey = (id: string, step: -1 | 1) => {
    moved.current = id;
    const [from, end] = blockAt(listed, wishes.together, ids.indexOf(id));
    move(id, step < 0 ? from - 1 : end);
  };
  const nameOf = (id: string | undefined) => listed.find((track) => track.id === id)?.name ?? null;
  return (
    <>
      <ol className={styles.list} ref={list} aria-label="Tracklist">
        {listed.map((track, index) => (
          <TrackRow
            key={track.id}
            track={track}
            index={index}
            next={listed[index + 1]}
            followedBy={nameOf(wishes.together.find(([before]) => before === track.id)?.[1])}
            facts={tracks?.get(track.id)}
            isRead={tracks !== null}
            wishes={wishes}
            canEdit={canEdit}
            hands={hands}
            press={drag.press}
            isHeld={drag.held?.id === track.id}
            onStep={(step) => moveByKey(track.id, step)}
          />
        ))}
      </ol>
      {drag.held && list.current && <DropLine list={list.current} gap={drag.held.gap} />}
      <p className={styles.said} role="status">
        {said}
      </p>
    </>
  );
}

/** Where the held row would go. */
function DropLine({ list, gap }: { readonly list: HTMLElement; readonly gap: number }) {
  const box = list.getBoundingClientRect();
  const row = list.children[Math.min(gap, list.children.length - 1)]?.getBoundingClientRect();
  if (!row) return null;
  const top = gap < list.children.length ? row.top : row.bottom;
  return <div className={styles.drop} style={{ top, left: box.left, width: box.width }} aria-hidden="true" />;
}
