// Tempo and key of the whole mix, in the transport bar: typed, or a step at a time; and the tempo of the recording.
'use client';
import { Minus, Plus } from 'lucide-react';
import { changeOnce } from '@/components/ui/controls/gesture';
import { RemoteEditBadge } from '@/components/ui/controls/remote-edit-badge';
import { IconButton } from '@/components/ui/icon-button';
import { Tip } from '@/components/ui/tooltip';
import { SONG_ID } from '@/contract/stems';
import { FieldNumber } from './field-number';
import { RecordingBpm } from './recording-bpm';
import styles from './song-controls.module.css';
import { useNumber } from './use-field';

interface SongNumberProps {
  readonly field: 'tempo' | 'keySemitones';
  readonly name: string;
  readonly hint: string;
}

function SongNumber({ field, name, hint }: SongNumberProps) {
  const { value, scale, gesture, editor, disabled } = useNumber(SONG_ID, field);
  const step = (direction: 1 | -1) => changeOnce(gesture, scale.step(value, direction, false));
  const isChanged = value !== scale.defaultValue;
  return (
    <RemoteEditBadge editor={editor}>
      <Tip text={hint}>
        <fieldset
          className={styles.number}
          data-changed={isChanged}
          aria-label={name}
          aria-description={hint}
        >
          <button
            type="button"
            className={styles.name}
            aria-label={`Reset ${name.toLowerCase()}`}
            disabled={disabled || !isChanged}
            onClick={() => changeOnce(gesture, scale.defaultValue)}
          >
            {name}
          </button>
          <IconButton
            label={`${name} down`}
            disabled={disabled || value <= scale.min}
            onClick={() => step(-1)}
          >
            <Minus aria-hidden />
          </IconButton>
          <FieldNumber entity={SONG_ID} field={field} label={name} className={styles.figure} />
          <IconButton label={`${name} up`} disabled={disabled || value >= scale.max} onClick={() => step(1)}>
            <Plus aria-hidden />
          </IconButton>
        </fieldset>
      </Tip>
    </RemoteEditBadge>
  );
}

export function SongControls() {
  return (
    <div className={styles.song}>
      <SongNumber
        field="tempo"
        name="Tempo"
        hint="Faster or slower at the same pitch, from 50 to 200 %, for everybody"
      />
      <RecordingBpm />
      <SongNumber
        field="keySemitones"
        name="Key"
        hint="Higher or lower at the same tempo, up to 12 semitones, for everybody"
      />
    </div>
  );
}
