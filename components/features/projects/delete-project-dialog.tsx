// Asks before a project is deleted, and deletes it.
'use client';

import { call } from '@/components/api/call';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { useTask } from '@/components/ui/use-task';
import { deleteProject } from '@/contract/http/projects';

interface DeleteProjectDialogProps {
  /** Null while the dialog is closed. */
  readonly project: { readonly id: string; readonly name: string } | null;
  /** Whether it is an AutoMix set. */
  readonly isSet?: boolean;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
}

export function DeleteProjectDialog({
  project,
  isSet = false,
  onClose,
  onDeleted,
}: DeleteProjectDialogProps) {
  const task = useTask();
  const close = () => {
    task.clear();
    onClose();
  };
  const remove = async () => {
    if (project && (await task.run(() => call(deleteProject, { id: project.id })))) onDeleted();
  };
  return (
    <ConfirmDialog
      title={`Delete “${project?.name ?? ''}”?`}
      action={isSet ? 'Delete set' : 'Delete project'}
      open={project !== null}
      task={task}
      onClose={close}
      onConfirm={() => void remove()}
    >
      {isSet
        ? "The tracklist, the tracks, every rendered mix of the set and everybody's access go with it. This cannot be undone."
        : "The mix, its exports and everybody's access go with it. This cannot be undone."}
    </ConfirmDialog>
  );
}
