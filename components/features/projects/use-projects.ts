// The person's projects, kept up to date by what the studio reports about them.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { useLive } from '@/components/collaboration/use-live';
import { listProjects, PROJECT_STATUS, type Project } from '@/contract/http/projects';
import type { JobEvent, ProjectEvent } from '@/document/wire/events';

export interface ProjectsState {
  /** null until they have been read. */
  readonly projects: readonly Project[] | null;
  readonly error: string | null;
  /** How far each running separation is, 0 to 1, by project. */
  readonly progress: ReadonlyMap<string, number>;
  readonly reload: () => void;
}

function withJob(projects: readonly Project[] | null, event: JobEvent): readonly Project[] | null {
  const status = PROJECT_STATUS[event.state];
  return (
    projects?.map((project) => (project.id === event.projectId ? { ...project, status } : project)) ?? null
  );
}

export function useProjects(): ProjectsState {
  const [projects, setProjects] = useState<readonly Project[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [progress, setProgress] = useState<ReadonlyMap<string, number>>(new Map());

  const reload = useCallback(() => {
    call(listProjects, {})
      .then(({ projects: listed }) => {
        setProjects(listed);
        setError(null);
      })
      .catch((failure: unknown) => setError(errorMessage(failure)));
  }, []);
  useEffect(reload, [reload]);

  const onJob = (event: JobEvent) => {
    if (event.name !== 'separation') return;
    setProjects((current) => withJob(current, event));
    setProgress((current) => new Map(current).set(event.projectId, event.progress));
  };
  const onProject = (_event: ProjectEvent) => reload();
  useLive(projects?.map((project) => project.id) ?? [], { onJob, onProject });

  return { projects, error, progress, reload };
}
