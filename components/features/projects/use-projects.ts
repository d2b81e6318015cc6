// The person's projects, kept up to date by what the studio reports about them.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import { useLive } from '@/components/collaboration/use-live';
import { listProjects, PROJECT_STATUS, type Project } from '@/contract/http/projects';
import type { JobEvent } from '@/document/wire/events';

export interface ProjectsState {
  /** null until they have been read. */
  readonly projects: readonly Project[] | null;
  readonly error: string | null;
  /** How far each running separation is, 0 to 1, by project. */
  readonly progress: ReadonlyMap<string, number>;
  readonly reload: () => void;
}

const allProjects = queryOf(listProjects, {});

export function useProjects(): ProjectsState {
  const client = useQueryClient();
  const { data, error } = useQuery(allProjects);
  const [progress, setProgress] = useState<ReadonlyMap<string, number>>(new Map());
  const reload = () => void refresh(client, allProjects);
  const onJob = (event: JobEvent) => {
    if (event.name !== 'separation') return;
    const status = PROJECT_STATUS[event.state];
    client.setQueryData(
      allProjects.queryKey,
      (known) =>
        known && {
          projects: known.projects.map((each) => (each.id === event.projectId ? { ...each, status } : each)),
        },
    );
    setProgress((current) => new Map(current).set(event.projectId, event.progress));
  };
  const projects = data?.projects ?? null;
  useLive(projects?.map((project) => project.id) ?? [], { onJob, onProject: reload });
  return { projects, error: messageOf(error), progress, reload };
}
