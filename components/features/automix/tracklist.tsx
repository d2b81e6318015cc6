// The tracklist: everybody's order of the tracks, moved by hand or by key.
'use client';
import { useLayoutEffect, useRef, useState } from 'react';
import { DropLine } from '@/components/ui/drop-line';
import { useRowDrag } from '@/components/ui/use-row-drag';
import type { Track } from '@/contract/http/tracks';
import { blockAt, movedOrder } from '@/document/tracklist-blocks';
import type { TracklistState } from '@/document/tracklist-schema';

import { TrackRow } from './track-row';
import styles from './tracklist.module.css';
import type { TracklistActions } from './use-tracklist';

interface TracklistProps {
  readonly state: TracklistState;
  /** null until they have been read */
  readonly tracks: ReadonlyMap<string, Track> | null;
  readonly canEdit: boolean;
  readonly actions: TracklistActions;
}

export function Tracklist({ state, tracks, canEdit, actions }: TracklistProps) {
  const { tracks: listed, options } = state;
  const list = useRef<HTMLOListElement>(null);
  const [announcement, setAnnouncement] = useState('');
  const ids = listed.map(({ id }) => id);
  const move = (id: string, wanted: number) => {
    const index = Math.min(ids.length - 1, Math.max(0, wanted));
    actions.move(id, index);
    const after = movedOrder(listed, options.together, ids.indexOf(id), index);
    const place = after.findIndex((track) => track.id === id);
    setAnnouncement(`${after[place]?.name ?? ''} is at place ${place + 1} of ${ids.length}.`);
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
    const [from, end] = blockAt(listed, options.together, ids.indexOf(id));
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
            followedBy={nameOf(options.together.find(([before]) => before === track.id)?.[1])}
            facts={tracks?.get(track.id)}
            isRead={tracks !== null}
            options={options}
            canEdit={canEdit}
            actions={actions}
            press={drag.press}
            isDragged={drag.dragged?.id === track.id}
            onStep={(step) => moveByKey(track.id, step)}
          />
        ))}
      </ol>
      {drag.dragged && list.current && <DropLine list={list.current} gap={drag.dragged.gap} />}
      <p className={styles.announcement} role="status">
        {announcement}
      </p>
    </>
  );
}
