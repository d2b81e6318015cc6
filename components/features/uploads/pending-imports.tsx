// Imported files that are not tracks yet: how far each is, why one failed, and what can be done about it.
'use client';
import { RotateCw, X } from 'lucide-react';
import { call } from '@/components/api/call';
import { IconButton } from '@/components/ui/icon-button';
import { Progress } from '@/components/ui/progress';
import { useTask } from '@/components/ui/use-task';
import { removeSource, retryImport, type Source } from '@/contract/http/sources';
import styles from './pending-imports.module.css';

interface PendingImportsProps {
  readonly projectId: string;
  readonly sources: readonly Source[];
  readonly onChanged: () => void;
}

interface PendingImportProps {
  readonly projectId: string;
  readonly source: Source;
  readonly onChanged: () => void;
}

function stateOf({ status, progress, error }: Source): string {
  if (status === 'error') return error ?? 'It could not be imported.';
  return status === 'queued' ? 'Waiting' : `Importing, ${Math.floor(progress * 100)} %`;
}

function PendingImport({ projectId, source, onChanged }: PendingImportProps) {
  const task = useTask();
  const { id, name, status } = source;
  const hasFailed = status === 'error';
  const act = async (operation: typeof retryImport | typeof removeSource) => {
    if (await task.run(() => call(operation, { id: projectId, source: id }))) onChanged();
  };
  return (
    <li className={styles.source} data-failed={hasFailed}>
      <span className={styles.name}>{name}</span>
      <span className={styles.state}>{task.error ?? stateOf(source)}</span>
      {hasFailed ? (
        <IconButton label={`Import ${name} again`} disabled={task.isBusy} onClick={() => act(retryImport)}>
          <RotateCw aria-hidden />
        </IconButton>
      ) : (
        <Progress label={`Import of ${name}`} value={status === 'queued' ? null : source.progress} />
      )}
      <IconButton
        label={hasFailed ? `Dismiss ${name}` : `Cancel the import of ${name}`}
        disabled={task.isBusy}
        onClick={() => act(removeSource)}
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
}

export function PendingImports({ projectId, sources, onChanged }: PendingImportsProps) {
  if (sources.length === 0) return null;
  return (
    <ul className={styles.list} aria-label="Imports">
      {sources.map((source) => (
        <PendingImport key={source.id} projectId={projectId} source={source} onChanged={onChanged} />
      ))}
    </ul>
  );
}
