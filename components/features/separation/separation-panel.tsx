// What the page shows between the upload and the stems: the stage, how far, how long; or why it failed.
'use client';
import { RotateCcw, Trash2 } from 'lucide-react';
import type { CSSProperties } from 'react';
import { call } from '@/components/api/call';
import type { SongStatus } from '@/components/api/projects';
import { stageLabel, waitingLabel } from '@/components/session/stage-labels';
import { trackColor } from '@/components/session/tracks/track-color';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { formatTimeLeft } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { useTask } from '@/components/ui/use-task';
import { cancelSeparation, retrySeparation } from '@/contract/http/separation';
import { defaultTrackColor } from '@/contract/track-colors';
import styles from './separation-panel.module.css';

interface SeparationPanelProps {
  readonly projectId: string;
  readonly song: SongStatus;
  readonly canEdit: boolean;
  readonly onChanged: () => void;
  /** Asks whether to delete the project; null for those who may not. */
  readonly onDelete: (() => void) | null;
}

/** What most models give, where it is not known what this one does. */
const USUAL_STEMS = ['vocals', 'drums', 'bass', 'other'];

function Stopped({ projectId, song, canEdit, onChanged, onDelete }: SeparationPanelProps) {
  const task = useTask();
  const retry = async () => {
    if (await task.run(() => call(retrySeparation, { id: projectId }))) onChanged();
  };
  const isCancelled = song.status === 'cancelled';
  return (
    <div className={classes(styles.panel, styles.stopped)}>
      <h2>{isCancelled ? 'The separation was cancelled' : 'The separation failed'}</h2>
      {isCancelled ? (
        <p>The song is still here: separate it after all, or upload another one in its place.</p>
      ) : (
        <Notice tone="danger">{song.error ?? 'The separation failed for an unknown reason.'}</Notice>
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {canEdit && (
        <div className={styles.actions}>
          <Button
            kind="solid"
            icon={<RotateCcw aria-hidden />}
            onClick={() => void retry()}
            disabled={task.isBusy}
          >
            {isCancelled ? 'Separate' : 'Try again'}
          </Button>
          {onDelete && (
            <Button kind="danger" icon={<Trash2 aria-hidden />} onClick={onDelete} disabled={task.isBusy}>
              Delete project
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Running({ projectId, song, canEdit, onChanged }: SeparationPanelProps) {
  const task = useTask();
  const cancel = async () => {
    if (await task.run(() => call(cancelSeparation, { id: projectId }))) onChanged();
  };
  const isWaiting = song.status === 'queued';
  const progress = song.progress ?? 0;
  return (
    <div className={styles.panel}>
      <h2>{isWaiting ? 'Waiting for a free place' : 'Separating the song'}</h2>
      <ul className={styles.stems} aria-hidden="true">
        {(song.expected_stems ?? USUAL_STEMS).map((id) => (
          <li
            key={id}
            style={
              { '--strip-color': trackColor(defaultTrackColor(id)), '--done': progress } as CSSProperties
            }
          />
        ))}
      </ul>
      <Progress label="Separation" value={isWaiting ? null : progress} />
      <p className={styles.line} role="status">
        <span>{isWaiting ? waitingLabel(song.stage, song.queue_position) : stageLabel(song.stage)}</span>
        {!isWaiting && <span className={styles.percent}>{Math.floor(progress * 100)} %</span>}
        {song.eta_s !== null && <span>{formatTimeLeft(song.eta_s)}</span>}
      </p>
      <p className={styles.hint}>
        You may close this page; the work goes on and everybody in the project sees it.
      </p>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {canEdit && (
        <Button onClick={() => void cancel()} disabled={task.isBusy}>
          Cancel separation
        </Button>
      )}
    </div>
  );
}

export function SeparationPanel(props: SeparationPanelProps) {
  const hasStopped = props.song.status === 'error' || props.song.status === 'cancelled';
  return hasStopped ? <Stopped {...props} /> : <Running {...props} />;
}
