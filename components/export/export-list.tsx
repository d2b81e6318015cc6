// The exports of the project: those that run, with progress; those that are done, with what was measured.
'use client';
import { Download } from 'lucide-react';
import { cancelMix, getMix, type Mix } from '../api/mixes';
import { Button } from '../shell/button';
import { formatTimeLeft } from '../shell/format';
import { Notice } from '../shell/notice';
import { Progress } from '../shell/progress';
import { useTask } from '../shell/use-task';
import { stageWords, waitingWords } from '../studio/stage-words';
import styles from './export-list.module.css';
import { ExportReport } from './export-report';
import { exportDetails, exportTitle } from './format-choices';

interface ExportItemProps {
  readonly mix: Mix;
  readonly onChanged: () => void;
}

function RunningExport({ mix, onChanged }: ExportItemProps) {
  const task = useTask();
  const cancel = async () => {
    if (await task.run(() => cancelMix(mix.mix_id))) onChanged();
  };
  const isWaiting = mix.status === 'queued';
  const progress = mix.progress ?? 0;
  const words = isWaiting
    ? waitingWords(mix.stage, mix.queue_position)
    : `${stageWords(mix.stage)}, ${Math.floor(progress * 100)} %`;
  return (
    <>
      <Progress label={`Export as ${exportTitle(mix)}`} value={isWaiting ? null : progress} />
      <div className={styles.line}>
        <span role="status">
          {words}
          {mix.eta_s ? `, ${formatTimeLeft(mix.eta_s)}` : ''}
        </span>
        <Button kind="quiet" small disabled={task.isBusy} onClick={() => void cancel()}>
          Cancel export
        </Button>
      </div>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
    </>
  );
}

function FinishedExport({ mix }: { readonly mix: Mix }) {
  const task = useTask();
  const download = () =>
    task.run(async () => {
      // The link in the list may have run out since it was read: ask for a fresh one.
      const { download_url } = await getMix(mix.mix_id);
      if (!download_url) throw new Error('This file has been removed. Export the mix again.');
      window.location.assign(download_url);
    });
  return (
    <>
      {mix.report && <ExportReport report={mix.report} loudness={mix.loudness} />}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <Button
        small
        icon={<Download aria-hidden />}
        disabled={task.isBusy}
        aria-label={`Download ${exportTitle(mix)}`}
        onClick={() => void download()}
      >
        Download
      </Button>
    </>
  );
}

function ExportItem({ mix, onChanged }: ExportItemProps) {
  const when = mix.created_at
    ? new Date(mix.created_at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
    : '';
  const isRunning = mix.status === 'queued' || mix.status === 'processing';
  const details = exportDetails(mix);
  return (
    <li className={styles.item} data-status={mix.status}>
      <div className={styles.line}>
        <strong>{exportTitle(mix)}</strong>
        <span className={styles.when}>{when}</span>
      </div>
      {details && <p className={styles.details}>{details}</p>}
      {isRunning && <RunningExport mix={mix} onChanged={onChanged} />}
      {mix.status === 'complete' && <FinishedExport mix={mix} />}
      {mix.status === 'error' && <Notice tone="danger">{mix.error ?? 'The export failed.'}</Notice>}
    </li>
  );
}

interface ExportListProps {
  readonly mixes: readonly Mix[];
  readonly onChanged: () => void;
}

export function ExportList({ mixes, onChanged }: ExportListProps) {
  if (mixes.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Exports">
      <h3>Exports</h3>
      <ul className={styles.list}>
        {mixes.map((mix) => (
          <ExportItem key={mix.mix_id} mix={mix} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}
