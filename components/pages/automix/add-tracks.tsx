// How tracks come into the list: files dropped or chosen, this project's song, the songs of other projects.
'use client';
import { AudioLines, FolderOpen, Music, Upload } from 'lucide-react';
import { useRef, useState } from 'react';
import { call } from '@/components/api/call';
import { SONG_TYPES } from '@/components/api/upload';
import { ProjectSongsDialog } from '@/components/features/automix/project-songs-dialog';
import { RefusedFiles } from '@/components/features/uploads/refused-files';
import { UploadProgress } from '@/components/features/uploads/upload-progress';
import { useFileDrop } from '@/components/features/uploads/use-file-drop';
import type { UploadsState } from '@/components/features/uploads/use-uploads';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { shareTrack, type Track } from '@/contract/http/tracks';
import styles from './add-tracks.module.css';

interface AddTracksProps {
  readonly projectId: string;
  readonly uploads: UploadsState;
  /** Whether the project has a song of its own. */
  readonly hasSong: boolean;
  /** Called before the studio is asked for a track. */
  readonly onAsk: () => void;
  readonly onTrack: (track: Track) => void;
  /** More space and explanatory text while the list is empty. */
  readonly isEmpty: boolean;
}

export function AddTracks({ projectId, uploads, hasSong, onAsk, onTrack, isEmpty }: AddTracksProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const isOver = useFileDrop(uploads.start, null);
  const task = useTask();
  const [isChoosing, setChoosing] = useState(false);
  const add = (fromProjectId: string) =>
    task.run(async () => {
      onAsk();
      onTrack(await call(shareTrack, { id: projectId, body: { from_project_id: fromProjectId } }));
    });
  return (
    <section className={styles.add} data-over={isOver} data-empty={isEmpty} aria-label="Add tracks">
      <div className={styles.invitation}>
        <AudioLines aria-hidden className={styles.picture} />
        <div className={styles.words}>
          <h2>{isOver ? 'Let go to add' : isEmpty ? 'Drop the tracks of your set' : 'Drop more tracks'}</h2>
          <p>Anywhere on this page, several at once. MP3, WAV, FLAC, OGG or M4A.</p>
        </div>
        <div className={styles.ways}>
          <Button
            kind={isEmpty ? 'solid' : 'outline'}
            small
            icon={<Upload aria-hidden />}
            onClick={() => chooser.current?.click()}
          >
            Choose files
          </Button>
          {hasSong && (
            <Button
              small
              icon={<Music aria-hidden />}
              disabled={task.isBusy}
              onClick={() => void add(projectId)}
            >
              This project's song
            </Button>
          )}
          <Button small icon={<FolderOpen aria-hidden />} onClick={() => setChoosing(true)}>
            Other projects
          </Button>
        </div>
      </div>
      <UploadProgress uploads={uploads} />
      {task.error && (
        <Notice tone="danger" action={<Dismiss onClick={task.clear} />}>
          {task.error}
        </Notice>
      )}
      <RefusedFiles uploads={uploads} />
      <input
        ref={chooser}
        type="file"
        multiple
        accept={SONG_TYPES}
        aria-label="Track files"
        className={styles.chooser}
        tabIndex={-1}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          uploads.start(files);
        }}
      />
      <ProjectSongsDialog
        projectId={projectId}
        open={isChoosing}
        isBusy={task.isBusy}
        onClose={() => setChoosing(false)}
        onChoose={(id) => void add(id)}
      />
    </section>
  );
}

const Dismiss = ({ onClick }: { readonly onClick: () => void }) => (
  <Button kind="quiet" small onClick={onClick}>
    Dismiss
  </Button>
);
