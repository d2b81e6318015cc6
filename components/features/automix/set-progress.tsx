// How far a set is, for everybody in the project: phase, segment, time left; and calling it off.
'use client';

import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { formatTimeLeft } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { useTask } from '@/components/ui/use-task';
import { type DjSet, removeSet } from '@/contract/http/sets';
import styles from './set-progress.module.css';

const PHASES: Readonly<Record<DjSet['phase'], string>> = {
  analysing: 'Analysing the tracks',
  planning: 'Planning the transitions',
  rendering: 'Rendering',
  joining: 'Joining and mastering',
  done: 'Done',
};

function phaseText({ phase, current_segment: current, total_segments: total, status }: DjSet): string {
  if (status === 'queued') return 'Waiting for a worker';
  return phase === 'rendering' ? `Rendering segment ${current} of ${total}` : PHASES[phase];
}

interface SetProgressProps {
  readonly set: DjSet;
  readonly canEdit: boolean;
  readonly onRemoved: () => void;
}

export function SetProgress({ set, canEdit, onRemoved }: SetProgressProps) {
  const task = useTask();
  const cancel = () =>
    task.run(async () => {
      await call(removeSet, { id: set.id });
      onRemoved();
    });
  return (
    <div className={styles.progress}>
      <div className={styles.line}>
        <p role="status">{phaseText(set)}</p>
        <span>
          {Math.floor(set.progress * 100)} %{set.eta_s !== null && `, ${formatTimeLeft(set.eta_s)}`}
        </span>
      </div>
      <Progress label="The set" value={set.status === 'queued' ? null : set.progress} />
      {canEdit && (
        <Button kind="quiet" small disabled={task.isBusy} onClick={() => void cancel()}>
          Cancel
        </Button>
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
    </div>
  );
}
