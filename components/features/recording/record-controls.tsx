// Recording in the transport bar: the record button, the input with its level, and what went wrong.
'use client';
import { Mic } from 'lucide-react';
import { useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { IconButton } from '@/components/ui/icon-button';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import { InputDialog } from './input-dialog';
import { InputLevel } from './input-level';
import styles from './record-controls.module.css';

function RecordButton() {
  const { recorder } = useStudio().session;
  const phase = useSelected(recorder.state, (state) => state?.phase ?? null);
  const name = phase === null ? 'Record' : 'Stop recording';
  return (
    <TipButton
      className={styles.record}
      data-phase={phase ?? undefined}
      aria-label={name}
      tip={name}
      keys="R"
      disabled={phase === 'starting' || phase === 'ending'}
      onClick={() => void recorder.toggle()}
    >
      <span className={styles.dot} aria-hidden="true" />
    </TipButton>
  );
}

/** Where there is a loop: whether a take goes into it once, or through it again and again. */
function PunchButton() {
  const { player, recorder } = useStudio().session;
  const hasLoop = usePlayer(player, (state) => state.loop !== null);
  const isPunching = useSelected(recorder.isPunching, (is) => is);
  const isRecording = useSelected(recorder.state, (state) => state !== null);
  if (!hasLoop && !isRecording) return null;
  return (
    <TipButton
      className={styles.punch}
      aria-label="Punch"
      aria-pressed={isPunching}
      tip="Record once, and only between the ends of the loop"
      describes
      disabled={isRecording}
      onClick={() => recorder.isPunching.set(!isPunching)}
    >
      Punch
    </TipButton>
  );
}

export function RecordControls() {
  const { session, canEdit } = useStudio();
  const { recorder } = session;
  const [isOpen, setOpen] = useState(false);
  const isArmed = useSelected(recorder.armed, (armed) => armed !== null);
  const isRecording = useSelected(recorder.state, (state) => state !== null);
  if (!canEdit && !isRecording) return null;
  return (
    <div className={styles.controls}>
      <RecordButton />
      <PunchButton />
      <IconButton
        label="Input"
        tip="Input, latency and count-in"
        disabled={isRecording}
        onClick={() => setOpen(true)}
      >
        <Mic aria-hidden />
      </IconButton>
      {isArmed && (
        <div className={styles.level}>
          <InputLevel />
        </div>
      )}
      <InputDialog open={isOpen} onClose={() => setOpen(false)} />
    </div>
  );
}
