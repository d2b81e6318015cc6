// The exports of the project: those that run, with progress; those that are done, with what was measured.
'use client';
import { Download, Play, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { call } from '@/components/api/call';
import { stageLabel, waitingLabel } from '@/components/session/stage-labels';
import { Button } from '@/components/ui/button';
import { formatTimeLeft } from '@/components/ui/format';
import { IconButton } from '@/components/ui/icon-button';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { useTask } from '@/components/ui/use-task';
import { isAudioFormat } from '@/contract/export-formats';
import { cancelMix, getMix, type Mix } from '@/contract/http/mixes';
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
    if (await task.run(() => call(cancelMix, { id: mix.mix_id }))) onChanged();
  };
  const isWaiting = mix.status === 'queued';
  const { progress } = mix;
  const label = isWaiting
    ? waitingLabel(mix.stage, mix.queue_position)
    : `${stageLabel(mix.stage)}, ${Math.floor(progress * 100)} %`;
  return (
    <>
      <Progress label={`Export as ${exportTitle(mix)}`} value={isWaiting ? null : progress} />
      <div className={styles.line}>
        <span role="status">
          {label}
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

/** The link in the list may have expired since it was read: this asks for a fresh one. */
async function freshLink(mixId: string): Promise<string> {
  const { download_url } = await call(getMix, { id: mixId });
  if (!download_url) throw new Error('This file has been removed. Export the mix again.');
  return download_url;
}

function FinishedExport({ mix, onChanged }: ExportItemProps) {
  const task = useTask();
  const [playing, setPlaying] = useState<string | null>(null);
  const download = () => task.run(async () => window.location.assign(await freshLink(mix.mix_id)));
  const play = () => task.run(async () => setPlaying(await freshLink(mix.mix_id)));
  const remove = async () => {
    if (await task.run(() => call(cancelMix, { id: mix.mix_id }))) onChanged();
  };
  const isPlayable = isAudioFormat(mix.format) && mix.stems === null;
  return (
    <>
      {mix.report && (
        <ExportReport report={mix.report} loudness={mix.loudness} isSound={isAudioFormat(mix.format)} />
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {/* biome-ignore lint/a11y/useMediaCaption: music that these people made themselves. */}
      {playing && <audio className={styles.player} src={playing} controls autoPlay />}
      <div className={styles.tools}>
        <Button
          small
          icon={<Download aria-hidden />}
          disabled={task.isBusy}
          aria-label={`Download ${exportTitle(mix)}`}
          onClick={() => void download()}
        >
          Download
        </Button>
        {isPlayable && !playing && (
          <Button
            small
            icon={<Play aria-hidden />}
            disabled={task.isBusy}
            aria-label={`Play ${exportTitle(mix)}`}
            onClick={() => void play()}
          >
            Play
          </Button>
        )}
        <IconButton label={`Delete ${exportTitle(mix)}`} disabled={task.isBusy} onClick={() => void remove()}>
          <Trash2 aria-hidden />
        </IconButton>
      </div>
    </>
  );
}

const isRunning = ({ status }: Mix): boolean => status === 'queued' || status === 'processing';

function ExportItem({ mix, onChanged }: ExportItemProps) {
  const when = mix.created_at
    ? new Date(mix.created_at).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'short' })
    : '';
  const details = exportDetails(mix);
  return (
    <li className={styles.item} data-status={mix.status}>
      <div className={styles.line}>
        <strong>{exportTitle(mix)}</strong>
        <span className={styles.when}>{when}</span>
      </div>
      {details && <p className={styles.details}>{details}</p>}
      {isRunning(mix) && <RunningExport mix={mix} onChanged={onChanged} />}
      {mix.status === 'complete' && <FinishedExport mix={mix} onChanged={onChanged} />}
      {mix.status === 'error' && <Notice tone="danger">{mix.error ?? 'The export failed.'}</Notice>}
    </li>
  );
}

interface ExportListProps {
  readonly mixes: readonly Mix[];
  readonly onChanged: () => void;
}

export function ExportList({ mixes, onChanged }: ExportListProps) {
  const section = useRef<HTMLElement>(null);
  const [newest] = mixes;
  const id = newest?.mix_id;
  const status = newest?.status;
  // One that runs when the list is first read was asked for a moment ago, before the list had come.
  const before = useRef(newest && isRunning(newest) ? undefined : id);
  // A new export stands below the form, where it may be out of sight, and it grows when it is done.
  useEffect(() => {
    if (status !== undefined && id !== before.current) section.current?.scrollIntoView({ block: 'start' });
  }, [id, status]);
  if (mixes.length === 0) return null;
  return (
    <section ref={section} className={styles.section} aria-label="Exports">
      <h3>Exports</h3>
      <ul className={styles.list}>
        {mixes.map((mix) => (
          <ExportItem key={mix.mix_id} mix={mix} onChanged={onChanged} />
        ))}
      </ul>
    </section>
  );
}
