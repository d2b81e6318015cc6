// A finished set: its player, its downloads and its report.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Download, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { queryOf } from '@/components/api/query';
import { Button, buttonClass } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { formatBytes } from '@/components/ui/format';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { addressOf } from '@/contract/http/address';
import { downloadSet, getCueSheet, getReport, getTracklist } from '@/contract/http/set-files';
import { type DjSet, removeSet } from '@/contract/http/sets';
import { ReportTable } from './report-table';
import { trackMarks } from './set-marks';
import { SetPlayer } from './set-player';
import styles from './set-result.module.css';

interface SetResultProps {
  readonly set: DjSet;
  readonly canEdit: boolean;
  readonly onRemoved: () => void;
}

const ARTIFACTS = [
  [getTracklist, 'Tracklist'],
  [getCueSheet, 'CUE sheet'],
  [getReport, 'Report'],
] as const;

function Downloads({ set }: { readonly set: DjSet }) {
  const size = set.bytes === null ? '' : `, ${formatBytes(set.bytes)}`;
  return (
    <div className={styles.downloads}>
      <a href={addressOf(downloadSet, { id: set.id })} download className={buttonClass('solid', true)}>
        <Download aria-hidden />
        Set ({set.format.toUpperCase()}
        {size})
      </a>
      {ARTIFACTS.map(([artifact, label]) => (
        <a
          key={label}
          href={addressOf(artifact, { id: set.id })}
          download
          className={buttonClass('outline', true)}
        >
          {label}
        </a>
      ))}
    </div>
  );
}

function RemoveSet({ set, onRemoved }: Pick<SetResultProps, 'set' | 'onRemoved'>) {
  const task = useTask();
  const [isAsking, setAsking] = useState(false);
  const remove = () =>
    task.run(async () => {
      await call(removeSet, { id: set.id });
      onRemoved();
    });
  return (
    <>
      <IconButton label="Remove this set" onClick={() => setAsking(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      <ConfirmDialog
        title="Remove this set?"
        action="Remove"
        open={isAsking}
        task={task}
        onClose={() => setAsking(false)}
        onConfirm={() => void remove()}
      >
        The file is deleted for everybody. The tracklist stays, and the set can be rendered again.
      </ConfirmDialog>
    </>
  );
}

export function SetResult({ set, canEdit, onRemoved }: SetResultProps) {
  const { data: report, error } = useQuery(queryOf(getReport, { id: set.id }));
  const durationS = set.duration_s ?? 0;
  const notes = report?.notes?.length ? report.notes : set.notes;
  return (
    <div className={styles.result}>
      {report && <SetPlayer setId={set.id} durationS={durationS} marks={trackMarks(report, durationS)} />}
      <div className={styles.line}>
        <Downloads set={set} />
        {canEdit && <RemoveSet set={set} onRemoved={onRemoved} />}
      </div>
      {notes.length > 0 && <p className={styles.notes}>{notes.join(' ')}</p>}
      {report && (
        <details className={styles.details} open>
          <summary>Report</summary>
          <ReportTable report={report} />
        </details>
      )}
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
      {!report && !error && <p role="status">Reading the report…</p>}
    </div>
  );
}

/** A set that could not be made: why, and out of the way. */
export function FailedSet({ set, canEdit, onRemoved }: SetResultProps) {
  const task = useTask();
  const remove = () =>
    task.run(async () => {
      await call(removeSet, { id: set.id });
      onRemoved();
    });
  return (
    <Notice
      tone="danger"
      action={
        canEdit && (
          <Button kind="quiet" small disabled={task.isBusy} onClick={() => void remove()}>
            Dismiss
          </Button>
        )
      }
    >
      {set.error ?? 'The set could not be made.'}
    </Notice>
  );
}
