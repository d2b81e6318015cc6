// The rehearsal room in the transport bar: opens its panel, and shows how far this player is from the others.
'use client';
import { Users } from 'lucide-react';
import { useStudio } from '@/components/session/studio-context';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { formatOffset } from './format-offset';
import styles from './rehearsal-button.module.css';

export const REHEARSAL_BUTTON_ID = 'rehearsal-button';
export const REHEARSAL_PANEL_ID = 'rehearsal-panel';

interface RehearsalButtonProps {
  readonly isOpen: boolean;
  readonly onToggle: () => void;
}

export function RehearsalButton({ isOpen, onToggle }: RehearsalButtonProps) {
  const { rehearsal } = useStudio().session;
  const phase = useSelected(rehearsal.view, (view) => view.phase);
  const offsetMs = useSelected(rehearsal.view, (view) => view.offsetMs);
  const problem = useSelected(rehearsal.problem, (message) => message);
  return (
    <div className={styles.rehearsal}>
      <IconButton
        id={REHEARSAL_BUTTON_ID}
        label="Rehearse"
        tip="Rehearse: play together with everybody in the room"
        className={classes(phase !== 'out' && styles.on)}
        aria-expanded={isOpen}
        aria-controls={REHEARSAL_PANEL_ID}
        onClick={onToggle}
      >
        <Users aria-hidden />
      </IconButton>
      {phase !== 'out' && (
        <output className={styles.offset} data-phase={phase} aria-label="Your offset from the room">
          {phase === 'lost' ? 'Alone' : formatOffset(offsetMs)}
        </output>
      )}
      {problem && (
        <div className={styles.problem}>
          <Notice tone="warn">{problem}</Notice>
        </div>
      )}
    </div>
  );
}
