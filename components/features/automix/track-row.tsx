// One track of the tracklist: its place, its facts, where it must play, and what it belongs to.
'use client';
import { ArrowDownToLine, ArrowUpToLine, GripVertical, Link2, Unlink, X } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { IconButton } from '@/components/ui/icon-button';
import { TipButton } from '@/components/ui/tip-button';
import type { RowDrag } from '@/components/ui/use-row-drag';
import type { Track } from '@/contract/http/tracks';
import type { ListedTrack, SetOptions } from '@/document/tracklist-schema';
import { TrackFacts } from './track-facts';
import styles from './track-row.module.css';
import type { TracklistActions } from './use-tracklist';

interface TrackRowProps {
  readonly track: ListedTrack;
  readonly index: number;
  readonly next: ListedTrack | undefined;
  /** Its partner's name, where it is to be followed by one. */
  readonly followedBy: string | null;
  readonly facts: Track | undefined;
  readonly isRead: boolean;
  readonly options: SetOptions;
  readonly canEdit: boolean;
  readonly actions: TracklistActions;
  readonly press: RowDrag['press'];
  readonly isDragged: boolean;
  /** Moves it up or down by keyboard, past one other track. */
  readonly onStep: (step: -1 | 1) => void;
}

const STEPS: Readonly<Record<string, -1 | 1>> = { ArrowUp: -1, ArrowDown: 1 };

function LockButtons({ track, next, followedBy, options, actions }: TrackRowProps) {
  const { id, name } = track;
  const toggle = (place: 'first' | 'last') => actions.setOption(place, options[place] === id ? null : id);
  const follower = next && followedBy === null ? next.name : followedBy;
  // What opens the set follows nobody, and nobody follows what closes it.
  const canFollow = next !== undefined && options.first !== next.id && options.last !== id;
  return (
    <div className={styles.locks}>
      <IconButton
        label={`Open the set with ${name}`}
        aria-pressed={options.first === id}
        onClick={() => toggle('first')}
      >
        <ArrowUpToLine aria-hidden />
      </IconButton>
      <IconButton
        label={`Close the set with ${name}`}
        aria-pressed={options.last === id}
        onClick={() => toggle('last')}
      >
        <ArrowDownToLine aria-hidden />
      </IconButton>
      <IconButton
        label={`Keep ${name} and ${follower ?? 'the next'} together`}
        aria-pressed={followedBy !== null}
        disabled={followedBy === null && !canFollow}
        onClick={() => actions.keepTogether(id, followedBy === null ? (next?.id ?? null) : null)}
      >
        {followedBy === null ? <Link2 aria-hidden /> : <Unlink aria-hidden />}
      </IconButton>
    </div>
  );
}

function chipsOf({ track, followedBy, options }: TrackRowProps): string[] {
  return [
    ...(options.first === track.id ? ['plays first'] : []),
    ...(options.last === track.id ? ['plays last'] : []),
    ...(followedBy === null ? [] : [`then ${followedBy}`]),
  ];
}

export function TrackRow(props: TrackRowProps) {
  const { track, index, facts, isRead, canEdit, actions, press, isDragged, onStep } = props;
  const { id, name } = track;
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onStep(step);
  };
  const chips = chipsOf(props);
  return (
    <li className={styles.row} data-dragged={isDragged} data-track={id}>
      {canEdit ? (
        <TipButton
          className={styles.handle}
          aria-label={`Move ${name}, place ${index + 1}; arrow keys`}
          tip="Drag, or press the arrow keys"
          onKeyDown={onKeyDown}
          onPointerDown={(event) => press(id, event)}
        >
          <span className={styles.place}>{index + 1}</span>
          <GripVertical aria-hidden />
        </TipButton>
      ) : (
        <span className={styles.place}>{index + 1}</span>
      )}
      <div className={styles.about}>
        <p className={styles.name}>
          <span>{name}</span>
          {chips.map((chip) => (
            <small key={chip}>{chip}</small>
          ))}
        </p>
        <TrackFacts track={facts} isRead={isRead} />
      </div>
      {canEdit && (
        <div className={styles.actions}>
          <LockButtons {...props} />
          <IconButton label={`Remove ${name}`} onClick={() => actions.remove(id)}>
            <X aria-hidden />
          </IconButton>
        </div>
      )}
    </li>
  );
}
