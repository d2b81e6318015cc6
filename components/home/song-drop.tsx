// Where a song or another recording goes in: drop it anywhere on the page or choose a file; shows the progress and the refusal.
'use client';
import { AudioLines, Upload } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { SONG_TYPES } from '../api/upload';
import { Button } from '../shell/button';
import { Notice } from '../shell/notice';
import { Progress } from '../shell/progress';
import type { FileUploadState, RunningUpload } from '../shell/use-file-upload';
import styles from './song-drop.module.css';
import { useFileDrop } from './use-file-drop';

interface SongDropProps {
  readonly title: string;
  readonly hint: string;
  readonly upload: FileUploadState;
  /** What is added: `song` unless told. */
  readonly what?: string;
  /** More room, for a page where this is the first step. */
  readonly large?: boolean;
  /** Choices for the next file, below the invitation. */
  readonly children?: ReactNode;
}

function UploadProgress({ running, onCancel }: { running: RunningUpload; onCancel: () => void }) {
  const isSent = running.fraction >= 1;
  const percent = Math.floor(running.fraction * 100);
  return (
    <div className={styles.running}>
      <p className={styles.file}>{running.fileName}</p>
      <Progress label={`Upload of ${running.fileName}`} value={isSent ? null : running.fraction} />
      <div className={styles.line}>
        <span role="status">{isSent ? 'Checking the file…' : `Uploading, ${percent} %`}</span>
        <Button kind="quiet" small onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </div>
  );
}

export function SongDrop({ title, hint, upload, what = 'song', large = false, children }: SongDropProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const isOver = useFileDrop(([first]) => first && upload.start(first), upload.running === null);
  return (
    <section className={large ? styles.large : styles.drop} aria-label={`Add a ${what}`} data-over={isOver}>
      {upload.running ? (
        <UploadProgress running={upload.running} onCancel={upload.cancel} />
      ) : (
        <div className={styles.invitation}>
          <AudioLines aria-hidden className={styles.picture} />
          <div>
            <h2>{isOver ? 'Let go to upload' : title}</h2>
            <p>{hint}</p>
          </div>
          <Button kind="solid" icon={<Upload aria-hidden />} onClick={() => chooser.current?.click()}>
            Choose a file
          </Button>
        </div>
      )}
      {!upload.running && children}
      {upload.refusal && (
        <Notice
          tone="danger"
          action={
            <Button kind="quiet" small onClick={upload.dismiss}>
              Dismiss
            </Button>
          }
        >
          {upload.refusal}
        </Notice>
      )}
      <input
        ref={chooser}
        type="file"
        accept={SONG_TYPES}
        aria-label={`${what.charAt(0).toUpperCase()}${what.slice(1)} file`}
        className={styles.chooser}
        tabIndex={-1}
        onChange={(event) => {
          const file = event.currentTarget.files?.[0];
          event.currentTarget.value = '';
          if (file) upload.start(file);
        }}
      />
    </section>
  );
}
