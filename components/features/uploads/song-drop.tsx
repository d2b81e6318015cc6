// Where songs or other recordings go in: drop them anywhere on the page or choose files; shows progress and refusals.
'use client';
import { AudioLines, Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { SONG_TYPES } from '@/components/api/upload';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { RefusedFiles } from './refused-files';
import styles from './song-drop.module.css';
import { UploadProgress } from './upload-progress';
import { useFileDrop } from './use-file-drop';
import type { UploadsState } from './use-uploads';

interface SongDropProps {
  readonly title: string;
  readonly hint: string;
  readonly uploads: UploadsState;
  /** What is added: `song` by default. */
  readonly what?: string;
  /**
   * Why only one file may be dropped here, in one sentence; without it, several are accepted one after the
   * other.
   */
  readonly singleOnly?: string;
  /** Takes several files that are dropped at once, instead of refusing them. */
  readonly onSeveral?: (files: readonly File[]) => void;
  /** More room, for a page where this is the first step. */
  readonly large?: boolean;
  /** Choices for the next files, below the invitation. */
  readonly children?: ReactNode;
}

const BUSY = 'A file is being uploaded here already. Wait until it has arrived, or cancel its upload first.';

export function SongDrop(props: SongDropProps) {
  const { title, hint, uploads, what = 'song', singleOnly, onSeveral, large = false, children } = props;
  const chooser = useRef<HTMLInputElement>(null);
  const [tooMany, setTooMany] = useState<string | null>(null);
  const take = (files: readonly File[]) => {
    if (files.length === 0) return;
    if (files.length > 1 && onSeveral) return onSeveral(files);
    const isRefused = singleOnly !== undefined && files.length > 1;
    setTooMany(isRefused ? singleOnly : null);
    if (!isRefused) uploads.start(files);
  };
  const isBusy = singleOnly !== undefined && uploads.running !== null;
  const isOver = useFileDrop(take, isBusy ? BUSY : null);
  return (
    <section className={large ? styles.large : styles.drop} aria-label={`Add a ${what}`} data-over={isOver}>
      {uploads.running ? (
        <UploadProgress uploads={uploads} />
      ) : (
        <div className={styles.invitation}>
          <AudioLines aria-hidden className={styles.picture} />
          <div>
            <h2>{isOver ? 'Let go to upload' : title}</h2>
            <p>{hint}</p>
          </div>
          <Button kind="solid" icon={<Upload aria-hidden />} onClick={() => chooser.current?.click()}>
            {singleOnly === undefined ? 'Choose files' : 'Choose a file'}
          </Button>
        </div>
      )}
      {!uploads.running && children}
      {tooMany && <Notice tone="danger">{tooMany}</Notice>}
      <RefusedFiles uploads={uploads} />
      <input
        ref={chooser}
        type="file"
        multiple={singleOnly === undefined}
        accept={SONG_TYPES}
        aria-label={`${what.charAt(0).toUpperCase()}${what.slice(1)} file`}
        className={styles.chooser}
        tabIndex={-1}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          take(files);
        }}
      />
    </section>
  );
}
