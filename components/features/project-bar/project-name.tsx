// The name of the project; press it to change it, for everybody.
'use client';
import { type KeyboardEvent, useState } from 'react';
import { call } from '@/components/api/call';
import { Tip } from '@/components/ui/tooltip';
import { useTask } from '@/components/ui/use-task';
import { renameProject } from '@/contract/http/projects';
import styles from './project-name.module.css';

interface ProjectNameProps {
  readonly projectId: string;
  readonly name: string;
  readonly canEdit: boolean;
  readonly onRenamed: (name: string) => void;
}

export function ProjectName({ projectId, name, canEdit, onRenamed }: ProjectNameProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const task = useTask();
  if (!canEdit) return <h1 className={styles.fixed}>{name}</h1>;
  const commit = async () => {
    const next = typed?.trim() ?? '';
    setTyped(null);
    if (next === '' || next === name) return;
    if (await task.run(() => call(renameProject, { id: projectId, body: { name: next } }))) onRenamed(next);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' && event.key !== 'Escape') return;
    const heading = event.currentTarget.parentElement;
    // Not blur(): the focus would go to the top of the page.
    if (event.key === 'Enter') return heading?.focus();
    setTyped(null);
    // Leaving by Escape keeps the old name: the blur below must find nothing typed.
    event.currentTarget.value = name;
    heading?.focus();
  };
  return (
    <h1 className={styles.heading} tabIndex={-1}>
      <Tip text="Project name">
        <input
          className={styles.name}
          aria-label="Project name"
          aria-invalid={task.error ? true : undefined}
          value={typed ?? name}
          maxLength={120}
          size={Math.max(6, Math.min(36, (typed ?? name).length))}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={() => void commit()}
          onKeyDown={onKeyDown}
        />
      </Tip>
      {task.error && (
        <span role="alert" className={styles.error}>
          {task.error}
        </span>
      )}
    </h1>
  );
}
