// Arms a track for the next recording; says whose recording runs on it.
'use client';
import type { CSSProperties } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import type { Track } from '@/document/tracks';
import styles from './arm-button.module.css';

export function ArmButton({ track }: { readonly track: Track }) {
  const { session, canEdit } = useStudio();
  const { recorder, connection } = session;
  const { id, name } = track;
  const isArmed = useSelected(recorder.armed, (armed) => armed === id);
  const isRecording = useSelected(recorder.state, (state) => state !== null);
  const other = useSelected(
    connection.presence.peers,
    (peers) => peers.find(({ presence }) => presence.recording?.trackId === id)?.user ?? null,
  );
  return (
    <>
      {canEdit && (
        <TipButton
          className={styles.arm}
          data-recording={isArmed && isRecording}
          aria-label={`Record on ${name}`}
          aria-pressed={isArmed}
          tip={isArmed ? `The next recording goes to ${name}` : `Record on ${name}`}
          describes={isArmed}
          disabled={isRecording}
          onClick={() => void recorder.arm(id)}
        >
          <span className={styles.dot} aria-hidden="true" />
        </TipButton>
      )}
      {other && (
        <span className={styles.other} style={{ '--person': other.color } as CSSProperties} role="status">
          {other.name} is recording
        </span>
      )}
    </>
  );
}
