// What lies over a lane: the playhead, the loop, and where the others are.
'use client';
import { type CSSProperties, useEffect, useRef } from 'react';
import { samplesToSeconds } from '@/audio/units';
import type { Peer } from '@/components/collaboration/presence-reader';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { usePlayhead } from '@/components/session/transport/use-playhead';
import { useSelected } from '@/components/ui/store';
import { laneFraction } from './lane-fraction';
import styles from './lane-marks.module.css';

/** The line that moves; its element is as wide as the lane, so that a percentage is a position. */
export function Playhead() {
  const { player } = useStudio().session;
  const line = useRef<HTMLDivElement>(null);
  const length = useLaneLength();
  const draw = (position: number) => {
    if (line.current) line.current.style.transform = `translateX(${laneFraction(position, length) * 100}%)`;
  };
  usePlayhead(player, draw);
  // The scale may change while the player rests.
  useEffect(() => draw(player.getPlayhead()));
  return <div ref={line} className={styles.playhead} aria-hidden="true" />;
}

/** The stretch that repeats. */
export function LoopMark() {
  const { player } = useStudio().session;
  const loop = usePlayer(player, (state) => state.loop);
  const length = useLaneLength();
  if (!loop) return null;
  const start = laneFraction(loop.start, length);
  const width = laneFraction(loop.end, length) - start;
  return (
    <div
      className={styles.loop}
      style={{ left: `${start * 100}%`, width: `${width * 100}%` }}
      aria-hidden="true"
    />
  );
}

/** Where the dragged edge has snapped. */
export function SnapMark() {
  const { lanes } = useStudio().session;
  const at = useSelected(lanes.view.snapped, (position) => position);
  const length = useLaneLength();
  if (at === null) return null;
  return (
    <div
      className={styles.snapped}
      style={{ left: `${laneFraction(at, length) * 100}%` }}
      aria-hidden="true"
    />
  );
}

function PeerMarks({ peer, stemId, lengthS }: { peer: Peer; stemId: string | null; lengthS: number }) {
  const { transport, cursor, selection } = peer.presence;
  const at = (seconds: number): CSSProperties => ({ left: `${laneFraction(seconds, lengthS) * 100}%` });
  const isPointing = cursor && (cursor.stemId === stemId || cursor.stemId === null);
  return (
    <div className={styles.peer} style={{ '--person': peer.user.color } as CSSProperties}>
      {selection && selection.end > selection.start && (
        <i
          className={styles.selection}
          style={{
            ...at(selection.start),
            width: `${laneFraction(selection.end - selection.start, lengthS) * 100}%`,
          }}
        />
      )}
      {transport && (
        <i className={styles.remote} data-playing={transport.playing} style={at(transport.seconds)} />
      )}
      {isPointing && (
        <i className={styles.cursor} style={at(cursor.seconds)}>
          <span>{peer.user.name}</span>
        </i>
      )}
    </div>
  );
}

/** Everybody else's playheads, pointers and selections. `stemId` null is the ruler. */
export function RemoteMarks({ stemId }: { readonly stemId: string | null }) {
  const { session } = useStudio();
  const peers = useSelected(session.connection.presence.peers, (all) => all);
  const length = useLaneLength();
  if (length === 0) return null;
  const lengthS = samplesToSeconds(length);
  return (
    <div className={styles.remotes} aria-hidden="true">
      {peers.map((peer) => (
        <PeerMarks key={peer.clientId} peer={peer} stemId={stemId} lengthS={lengthS} />
      ))}
    </div>
  );
}
