// Arms a track for the next recording.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import type { Track } from '@/document/tracks';
import styles from './arm-button.module.css';

export function ArmButton({ track }: { readonly track: Track }) {
  const { session, canEdit } = useStudio();
  const { recorder } = session;
  const { id, name } = track;
  const isArmed = useSelected(recorder.armed, (armed) => armed === id);
  const isRecording = useSelected(recorder.state, (state) => state !== null);
  if (!canEdit) return null;
  return (
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
  );
}
