// Asks before something that cannot be taken back.
'use client';
import type { ReactNode } from 'react';
import { Button } from './button';
import styles from './confirm-dialog.module.css';
import { Dialog } from './dialog';
import { Notice } from './notice';
import type { Task } from './use-task';

interface ConfirmDialogProps {
  readonly title: string;
  readonly action: string;
  readonly open: boolean;
  readonly task: Task;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
}

export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, action, open, task, onClose, onConfirm, children } = props;
  return (
    <Dialog title={title} open={open} onClose={onClose}>
      <p>{children}</p>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <div className={styles.actions}>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" onClick={onConfirm} disabled={task.isBusy}>
          {action}
        </Button>
      </div>
    </Dialog>
  );
}
