// One project in the list: its name, where its song stands, who is in it, and what can be done with it.

import { Disc3, Pencil, SlidersVertical, Trash2, Users } from 'lucide-react';
import Link from 'next/link';
import { pageOf } from '@/components/api/projects';
import { formatLength } from '@/components/ui/format';
import { IconButton } from '@/components/ui/icon-button';
import { Progress } from '@/components/ui/progress';
import type { Project, ProjectStatus } from '@/contract/http/projects';
import styles from './project-row.module.css';

const STATUS_LABELS: Record<ProjectStatus, string> = {
  created: 'No song yet',
  queued: 'Waiting in the queue',
  separating: 'Separating',
  ready: 'Ready to mix',
  error: 'Needs attention',
  cancelled: 'Separation cancelled',
};

const ROLE_LABELS = { owner: 'Yours', editor: 'You can edit', viewer: 'You can listen' } as const;

/** The number of tracks in a set, and the state of the last mix made from it. */
function setSummary({ track_count: count, set_status, set_duration_s }: Project): string {
  if (count === 0) return 'No tracks yet';
  const tracks = count === 1 ? '1 track' : `${count} tracks`;
  switch (set_status) {
    case 'running':
      return `${tracks}, being mixed`;
    case 'failed':
      return `${tracks}, needs attention`;
    case 'complete':
      return set_duration_s === null ? `${tracks}, mixed` : `${tracks}, ${formatLength(set_duration_s)}`;
    case null:
      return tracks;
  }
}

const SET_DOTS = { running: 'separating', failed: 'error', complete: 'ready' } as const;

/** The state of the song, or what there is without one. */
function sessionLine({ status, source_count: count }: Project): { text: string; dot: ProjectStatus } {
  if (status !== 'created' || count === 0) return { text: STATUS_LABELS[status], dot: status };
  return { text: count === 1 ? '1 imported file' : `${count} imported files`, dot: 'ready' };
}

/** The line below the name, and the state that its dot shows. */
function statusLine(project: Project): { readonly text: string; readonly dot: ProjectStatus } {
  if (project.kind === 'session') return sessionLine(project);
  return { text: setSummary(project), dot: project.set_status ? SET_DOTS[project.set_status] : 'created' };
}

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
  const isSet = project.kind === 'set';
  const { text, dot } = statusLine(project);
  return (
    <li className={styles.row}>
      <div className={styles.main}>
        {/* A page for every row that scrolls into view would be made for nothing. */}
        <Link href={pageOf(project)} className={styles.name} prefetch={false}>
          {project.name}
        </Link>
        <p className={styles.status} data-status={dot} role="status">
          <span className={styles.kind}>
            {isSet ? <Disc3 aria-hidden /> : <SlidersVertical aria-hidden />}
            {isSet ? 'DJ set' : 'Session'}
          </span>
          {text}
          {isRunning && `, ${Math.floor(progress * 100)} %`}
        </p>
        {isRunning && <Progress label={`Separation of ${project.name}`} value={progress} />}
      </div>
      <dl className={styles.facts}>
        <div>
          <dt>Access</dt>
          <dd>{ROLE_LABELS[project.role]}</dd>
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
