// The list of projects, with the dialogs that rename and delete one.
'use client';
import { useState } from 'react';
import { call } from '@/components/api/call';
import { useTask } from '@/components/ui/use-task';
import { type Project, renameProject } from '@/contract/http/projects';
import { DeleteProjectDialog } from './delete-project-dialog';
import { NameDialog } from './name-dialog';
import styles from './project-list.module.css';
import { ProjectRow } from './project-row';

interface ProjectListProps {
  readonly projects: readonly Project[] | null;
  readonly progress: ReadonlyMap<string, number>;
  readonly onChanged: () => void;
}

interface Asked {
  readonly what: 'rename' | 'delete';
  readonly project: Project;
}

export function ProjectList({ projects, progress, onChanged }: ProjectListProps) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const task = useTask();
  const close = () => {
    setAsked(null);
    task.clear();
  };
  const finish = async (work: (project: Project) => Promise<unknown>) => {
    if (!asked) return;
    const { project } = asked;
    if (!(await task.run(() => work(project)))) return;
    close();
    onChanged();
  };
  const isSet = asked?.project.kind === 'set';
  if (projects === null) {
    return (
      <p className={styles.loading} role="status">
        Reading your projects…
      </p>
    );
  }
  if (projects.length === 0) return null;
  return (
    <>
      <ul className={styles.list}>
        {projects.map((project) => (
          <ProjectRow
            key={project.id}
            project={project}
            progress={progress.get(project.id) ?? null}
            onRename={() => setAsked({ what: 'rename', project })}
            onDelete={() => setAsked({ what: 'delete', project })}
          />
        ))}
      </ul>
      <NameDialog
        title={isSet ? 'Rename set' : 'Rename project'}
        action="Rename"
        initial={asked?.project.name ?? ''}
        open={asked?.what === 'rename'}
        task={task}
        onClose={close}
        onName={(name) => void finish((project) => call(renameProject, { id: project.id, body: { name } }))}
      />
      <DeleteProjectDialog
        project={asked?.what === 'delete' ? asked.project : null}
        isSet={isSet}
        onClose={close}
        onDeleted={() => {
          close();
          onChanged();
        }}
      />
    </>
  );
}
