// The name of a track; a double click or F2 changes it, for everybody.
'use client';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { MAX_TRACK_NAME } from '@/document/track-schema';
import type { Track } from '@/document/tracks';
import styles from './track-name.module.css';

interface TrackNameProps {
  readonly track: Track;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
}

function NameField({ track, onEdit }: Omit<TrackNameProps, 'isEditing'>) {
  const { trackControl } = useStudio().session;
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const commit = (name: string) => {
    if (name.trim() !== track.name) trackControl.rename(track.id, name);
    onEdit(false);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    // The keys of strip and page are for letters that are not typed.
    event.stopPropagation();
    if (event.key === 'Enter') commit(event.currentTarget.value);
    else if (event.key === 'Escape') onEdit(false);
  };
  return (
    <input
      ref={field}
      className={styles.field}
      aria-label={`Name of ${track.name}`}
      defaultValue={track.name}
      maxLength={MAX_TRACK_NAME}
      onBlur={(event) => commit(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

export function TrackName({ track, isEditing, onEdit }: TrackNameProps) {
  const { canEdit } = useStudio();
  if (isEditing && canEdit) return <NameField track={track} onEdit={onEdit} />;
  return (
    <h2 className={styles.name} onDoubleClick={() => canEdit && onEdit(true)}>
      {track.name}
    </h2>
  );
}
