// Begins a DJ set: a project without a song of its own, opened at its tracklist.
'use client';
import { Disc3 } from 'lucide-react';
import { createProject } from '../api/projects';
import { Button } from '../shell/button';
import { useTask } from '../shell/use-task';
import { nextSetName } from './set-name';

interface NewSetButtonProps {
  /** The names that are taken, so that the new set can be told from the others. */
  readonly names: readonly string[];
  readonly onCreated: (projectId: string) => void;
}

const today = (): string => new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }).format();

export function NewSetButton({ names, onCreated }: NewSetButtonProps) {
  const task = useTask();
  const create = () =>
    task.run(async () => onCreated((await createProject(nextSetName(today(), names), 'set')).id));
  return (
    <>
      <Button icon={<Disc3 aria-hidden />} disabled={task.isBusy} onClick={() => void create()}>
        New DJ set
      </Button>
      {task.error && <span role="alert">{task.error}</span>}
    </>
  );
}
