// One project in the list: its name, where its song stands, who is in it, and what can be done with it.
import { Pencil, Trash2, Users } from 'lucide-react';
import Link from 'next/link';
import type { Project, ProjectStatus } from '../api/projects';
import { IconButton } from '../shell/button';
import { Progress } from '../shell/progress';
import styles from './project-row.module.css';

const STATUS_WORDS: Record<ProjectStatus, string> = {
  created: 'No song yet',
  queued: 'Waiting in the queue',
  separating: 'Separating',
  ready: 'Ready to mix',
  error: 'Needs attention',
};

const ROLE_WORDS = { owner: 'Yours', editor: 'You can edit', viewer: 'You can listen' } as const;

const changedOn = (iso: string): string =>
  new Date(iso).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' });

interface ProjectRowProps {
  readonly project: Project;
  /** 0 to 1 while its song is being separated. */
  readonly progress: number | null;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

export function ProjectRow({ project, progress, onRename, onDelete }: ProjectRowProps) {
  const isRunning = project.status === 'separating' && progress !== null;
  const isOwner = project.role === 'owner';
  return (
    <li className={styles.row}>
      <div className={styles.main}>
        <Link href={`/projects/${encodeURIComponent(project.id)}`} className={styles.name}>
          {project.name}
        </Link>
        <p className={styles.status} data-status={project.status} role="status">
          {STATUS_WORDS[project.status]}
          {isRunning && `, ${Math.floor(progress * 100)} %`}
        </p>
        {isRunning && <Progress label={`Separation of ${project.name}`} value={progress} />}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>Access</dt>
          <dd>{ROLE_WORDS[project.role]}</dd>
        </div>
        <div>
          <dt>Members</dt>
          <dd>
            <Users aria-hidden />
            {project.member_count}
          </dd>
        </div>
        <div className={styles.date}>
          <dt>Changed</dt>
          <dd>
            <time dateTime={project.updated_at}>{changedOn(project.updated_at)}</time>
          </dd>
        </div>
      </dl>
      <div className={styles.actions}>
        {project.role !== 'viewer' && (
          <IconButton label={`Rename ${project.name}`} onClick={onRename}>
            <Pencil aria-hidden />
          </IconButton>
        )}
        {isOwner && (
          <IconButton label={`Delete ${project.name}`} onClick={onDelete}>
            <Trash2 aria-hidden />
          </IconButton>
        )}
      </div>
    </li>
  );
}
