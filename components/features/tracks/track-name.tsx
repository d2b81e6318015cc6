// The name of a track; a double click or F2 changes it, for everybody.
'use client';
import { useStudio } from '@/components/session/studio-context';
import { NameField } from '@/components/ui/controls/name-field';
import { MAX_TRACK_NAME } from '@/document/track-schema';
import type { Track } from '@/document/tracks';
import styles from './track-name.module.css';

interface TrackNameProps {
  readonly track: Track;
  readonly isEditing: boolean;
  readonly onEdit: (isEditing: boolean) => void;
}

export function TrackName({ track, isEditing, onEdit }: TrackNameProps) {
  const { session, canEdit } = useStudio();
  if (isEditing && canEdit) {
    return (
      <NameField
        label={`Name of ${track.name}`}
        name={track.name}
        maxLength={MAX_TRACK_NAME}
        className={styles.field}
        onRename={(name) => session.trackControl.rename(track.id, name)}
        onEnd={() => onEdit(false)}
      />
    );
  }
  return (
    <h2 className={styles.name} onDoubleClick={() => canEdit && onEdit(true)}>
      {track.name}
    </h2>
  );
}
