// One sound in the library: what it is, how far its analysis is, and its grains when it is opened.
'use client';
import { ChevronDown, Trash2 } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { KIND_LABELS, soundFacts } from '@/components/session/mix/sound-facts';
import { IconButton } from '@/components/ui/icon-button';
import { Progress } from '@/components/ui/progress';
import type { StyleSound } from '@/contract/http/library';
import { SoundDetail } from './sound-detail';
import styles from './sound-row.module.css';

interface SoundRowProps {
  readonly sound: StyleSound;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly onDelete: () => void;
  /** What else can be done with it, such as using it for a stem. */
  readonly action?: ReactNode;
}

export function SoundRow({ sound, isOpen, onToggle, onDelete, action }: SoundRowProps) {
  const detailId = useId();
  const isPending = sound.status === 'queued' || sound.status === 'analysing';
  return (
    <li className={styles.row} data-status={sound.status}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.name}
          aria-expanded={isOpen}
          aria-controls={detailId}
          disabled={sound.status !== 'ready'}
          onClick={onToggle}
        >
          <ChevronDown aria-hidden />
          <span>{sound.name}</span>
        </button>
        <span className={styles.kind}>{KIND_LABELS[sound.kind]}</span>
        <div className={styles.actions}>
          {action}
          {sound.kind === 'own' && (
            <IconButton label={`Delete ${sound.name}`} onClick={onDelete}>
              <Trash2 aria-hidden />
            </IconButton>
          )}
        </div>
      </div>
      <p className={styles.facts} role={sound.status === 'error' ? 'alert' : 'status'}>
        {soundFacts(sound)}
      </p>
      {isPending && (
        <Progress
          label={`Analysis of ${sound.name}`}
          value={sound.status === 'queued' ? null : sound.progress}
        />
      )}
      <div id={detailId} hidden={!isOpen}>
        {isOpen && <SoundDetail id={sound.id} />}
      </div>
    </li>
  );
}
