// What of takes is not a clip yet, on the lane of their track: the one that grows, and those on their way.
'use client';
import { useRef } from 'react';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import type { PendingTake } from '@/components/session/recording/take-uploads';
import { useStudio } from '@/components/session/studio-context';
import { usePlayhead } from '@/components/session/transport/use-playhead';
import { useSelected } from '@/components/ui/store';
import { SAMPLE_RATE } from '@/contract/units';
import type { Track } from '@/document/tracks';
import styles from './take-blocks.module.css';

function GrowingTake({ start, end }: { readonly start: number; readonly end: number }) {
  const { player } = useStudio().session;
  const length = useLaneLength();
  const block = useRef<HTMLDivElement>(null);
  usePlayhead(player, (position) => {
    if (block.current)
      block.current.style.width = `${(Math.max(0, Math.min(position, end) - start) / length) * 100}%`;
  });
  return (
    <div ref={block} className={styles.growing} style={{ left: `${(start / length) * 100}%` }}>
      Recording
    </div>
  );
}

/** Of a take that ended: nothing of one that waits for the person to decide. */
function WaitingTake({ take: { note, state, fraction } }: { readonly take: PendingTake }) {
  const laneLength = useLaneLength();
  if (note.length === null || laneLength === 0) return null;
  const label = state === 'sending' ? `Saving, ${Math.floor(fraction * 100)} %` : 'Kept in this browser';
  return (
    <div
      className={styles.waiting}
      data-failed={state === 'failed'}
      style={{ left: `${(note.start / laneLength) * 100}%`, width: `${(note.length / laneLength) * 100}%` }}
    >
      {label}
    </div>
  );
}

/** What somebody else records: where it began, and how far their playback is. */
function RemoteTake({
  start,
  end,
  name,
}: {
  readonly start: number;
  readonly end: number;
  readonly name: string;
}) {
  const length = useLaneLength();
  if (length === 0) return null;
  const left = (start * SAMPLE_RATE) / length;
  const width = (Math.max(0, end - start) * SAMPLE_RATE) / length;
  return (
    <div
      className={styles.remote}
      role="status"
      style={{ left: `${left * 100}%`, width: `${Math.min(1 - left, width) * 100}%` }}
    >
      {name} is recording
    </div>
  );
}

export function TakeBlocks({ track }: { readonly track: Track }) {
  const { recorder, connection } = useStudio().session;
  const growing = useSelected(recorder.state, (state) =>
    state?.trackId === track.id && state.phase === 'recording' ? state : null,
  );
  const pending = useSelected(recorder.uploads.pending, (all) => all);
  const peers = useSelected(connection.presence.peers, (all) => all);
  return (
    <div className={styles.blocks}>
      {pending
        .filter(({ note }) => note.trackId === track.id)
        .map((take) => (
          <WaitingTake key={take.note.id} take={take} />
        ))}
      {growing && <GrowingTake start={growing.start} end={growing.end} />}
      {peers.map(({ clientId, presence, user }) =>
        presence.recording?.trackId === track.id ? (
          <RemoteTake
            key={clientId}
            start={presence.recording.start}
            end={presence.transport?.seconds ?? 0}
            name={user.name}
          />
        ) : null,
      )}
    </div>
  );
}
