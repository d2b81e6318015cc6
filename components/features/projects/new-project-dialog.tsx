// Makes an empty project and opens it.
'use client';

import { call } from '@/components/api/call';
import { useTask } from '@/components/ui/use-task';
import { createProject } from '@/contract/http/projects';
import { NameDialog } from './name-dialog';

interface NewProjectDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onCreated: (projectId: string) => void;
}

export function NewProjectDialog({ open, onClose, onCreated }: NewProjectDialogProps) {
  const task = useTask();
  const create = (name: string) =>
    task.run(async () => onCreated((await call(createProject, { body: { name } })).id));
  return (
    <NameDialog
      title="New project"
      action="Create project"
      initial=""
      open={open}
      task={task}
      onClose={onClose}
      onName={create}
    />
  );
}
