// Importing files as tracks: drop them anywhere on the page or choose them; shows what is sent and what is read in.
'use client';
import { FileAudio } from 'lucide-react';
import { useRef } from 'react';
import { SONG_TYPES } from '@/components/api/upload';
import { Button } from '@/components/ui/button';
import styles from './import-files.module.css';
import { PendingImports } from './pending-imports';
import { RefusedFiles } from './refused-files';
import { UploadProgress } from './upload-progress';
import { useFileDrop } from './use-file-drop';
import type { SourceImports } from './use-source-imports';

interface ImportFilesProps {
  readonly projectId: string;
  readonly imports: SourceImports;
}

/** The button that opens the file chooser. */
function ChooseFiles({ start }: { readonly start: (files: readonly File[]) => void }) {
  const chooser = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button kind="quiet" small icon={<FileAudio aria-hidden />} onClick={() => chooser.current?.click()}>
        Import files
      </Button>
      <input
        ref={chooser}
        type="file"
        multiple
        accept={SONG_TYPES}
        aria-label="Files to import as tracks"
        hidden
        tabIndex={-1}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) start(files);
        }}
      />
    </>
  );
}

/** What is under way; nothing where nothing is. */
export function ImportProgress({ projectId, imports: { uploads, pending, reload } }: ImportFilesProps) {
  return (
    <>
      {uploads.running && (
        <div className={styles.running}>
          <UploadProgress uploads={uploads} />
        </div>
      )}
      <RefusedFiles uploads={uploads} />
      <PendingImports projectId={projectId} sources={pending} onChanged={reload} />
    </>
  );
}

/** For a page with tracks: everything that is dropped on it becomes a track of its own. */
export function ImportFiles({ projectId, imports }: ImportFilesProps) {
  const isOver = useFileDrop(imports.uploads.start, null);
  return (
    <>
      <ChooseFiles start={imports.uploads.start} />
      {isOver && (
        <p className={styles.over} role="status">
          Let go: each file becomes a track.
        </p>
      )}
      <ImportProgress projectId={projectId} imports={imports} />
    </>
  );
}

/** For a project without tracks, below the invitation to separate a song. */
export function ImportInstead({ projectId, imports }: ImportFilesProps) {
  return (
    <div className={styles.instead}>
      <p>Or begin with tracks of your own: drop several files at once, or choose them.</p>
      <ChooseFiles start={imports.uploads.start} />
      <ImportProgress projectId={projectId} imports={imports} />
    </div>
  );
}
