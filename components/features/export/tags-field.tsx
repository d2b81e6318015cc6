// What an MP3 or FLAC file says about itself: title, artist and so on, and its cover.
'use client';
import { Field } from '@/components/ui/field';
import { CoverField } from './cover-field';
import type { TagTexts } from './export-choices';
import styles from './export-form.module.css';

const LABELS: Readonly<Record<keyof TagTexts, string>> = {
  title: 'Title',
  artist: 'Artist',
  album: 'Album',
  date: 'Year',
  genre: 'Genre',
};
const NAMES = Object.keys(LABELS) as readonly (keyof TagTexts)[];

interface TagsFieldProps {
  readonly projectId: string;
  readonly tags: TagTexts;
  readonly onChange: (tags: TagTexts) => void;
}

export function TagsField({ projectId, tags, onChange }: TagsFieldProps) {
  return (
    <details className={styles.more}>
      <summary>Metadata and cover</summary>
      <div className={styles.pair}>
        {NAMES.map((name) => (
          <Field
            key={name}
            label={LABELS[name]}
            value={tags[name]}
            maxLength={200}
            placeholder={name === 'title' ? 'Name of the project' : undefined}
            onChange={(event) => onChange({ ...tags, [name]: event.currentTarget.value })}
          />
        ))}
      </div>
      <CoverField projectId={projectId} />
    </details>
  );
}
