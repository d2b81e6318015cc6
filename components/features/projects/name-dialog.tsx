// Asks for the name of a project.
'use client';
import { type FormEvent, useId } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import type { Task } from '@/components/ui/use-task';
import styles from './name-dialog.module.css';

interface NameDialogProps {
  readonly title: string;
  readonly action: string;
  readonly initial: string;
  readonly open: boolean;
  readonly task: Task;
  readonly onClose: () => void;
  readonly onName: (name: string) => void;
}

export function NameDialog({ title, action, initial, open, task, onClose, onName }: NameDialogProps) {
  const formId = useId();
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const name = new FormData(event.currentTarget).get('name');
    if (typeof name === 'string' && name.trim() !== '') onName(name.trim());
  };
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <form id={formId} onSubmit={submit}>
        <Field label="Name" name="name" defaultValue={initial} maxLength={120} error={task.error} required />
      </form>
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="solid" type="submit" form={formId} disabled={task.isBusy}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
