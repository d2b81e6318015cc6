// Mute and solo: a square key that lights up.
import type { MouseEvent } from 'react';
import { TipButton } from '@/components/ui/tip-button';
import styles from './toggle-button.module.css';

interface ToggleButtonProps {
  readonly kind: 'mute' | 'solo';
  readonly label: string;
  readonly isOn: boolean;
  readonly disabled?: boolean;
  /** `alone`: pressed with Alt, to the exclusion of the others. */
  readonly onToggle: (alone: boolean) => void;
}

const FACES = { mute: 'M', solo: 'S' } as const;
const HINTS = { mute: 'for everybody', solo: 'for you only; Alt-click for this one alone' } as const;

export function ToggleButton({ kind, label, isOn, disabled = false, onToggle }: ToggleButtonProps) {
  return (
    <TipButton
      className={styles.key}
      data-kind={kind}
      aria-label={label}
      aria-pressed={isOn}
      tip={`${label} (${HINTS[kind]})`}
      describes
      disabled={disabled}
      onClick={(event: MouseEvent) => onToggle(event.altKey)}
    >
      {FACES[kind]}
    </TipButton>
  );
}
