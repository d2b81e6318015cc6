// The edge of a strip in the colour of its track; for a mouse, the handle that moves the track among the others.
'use client';
import { GripVertical } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { TipButton } from '@/components/ui/tip-button';
import type { RowDrag } from '@/components/ui/use-row-drag';
import type { Track } from '@/document/tracks';
import styles from './track-grip.module.css';

const STEPS: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 };

interface TrackGripProps {
  readonly track: Track;
  readonly press: RowDrag['press'];
  /** Moves it past one other track. */
  readonly onStep: (step: -1 | 1) => void;
}

/** The id of its element: the focus stays on it while it moves. */
export const trackGripId = (trackId: string): string => `grip-${trackId}`;

export function TrackGrip({ track, press, onStep }: TrackGripProps) {
  const { canEdit } = useStudio();
  const edge = <span className={styles.edge} aria-hidden="true" />;
  if (!canEdit) return edge;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onStep(step);
  };
  return (
    <>
      {edge}
      <TipButton
        id={trackGripId(track.id)}
        className={styles.grip}
        aria-label={`Move ${track.name}; arrow keys`}
        tip="Drag, or press the arrow keys, to move the track"
        // After everything that is heard: the keyboard comes to the mixer to mix.
        tabIndex={-1}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => press(track.id, event)}
      >
        <GripVertical aria-hidden />
      </TipButton>
    </>
  );
}
