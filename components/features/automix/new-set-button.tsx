// Begins a DJ set: a project without a song of its own, opened at its tracklist. An empty one serves again.
'use client';
import { Disc3 } from 'lucide-react';
import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { useTask } from '@/components/ui/use-task';
import { createProject, listProjects } from '@/contract/http/projects';
import { nextSetName, untouchedSet } from './set-name';

interface NewSetButtonProps {
  /** Called with a set that is new or as good as new. */
  readonly onCreated: (projectId: string) => void;
}

const today = (): string => new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' }).format();

export function NewSetButton({ onCreated }: NewSetButtonProps) {
  const task = useTask();
  const create = () =>
    task.run(async () => {
      // Read anew: the list on the page may not know the set that was made a moment ago.
      const { projects } = await call(listProjects, {});
      const names = projects.map(({ name }) => name);
      const { id } =
        untouchedSet(projects) ??
        (await call(createProject, { body: { name: nextSetName(today(), names), kind: 'set' } }));
      onCreated(id);
    });
  return (
    <>
      <Button icon={<Disc3 aria-hidden />} disabled={task.isBusy} onClick={() => void create()}>
        New DJ set
      </Button>
      {task.error && <span role="alert">{task.error}</span>}
    </>
  );
}
