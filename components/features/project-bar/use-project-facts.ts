// The name of the project and the user's role in it, updated while the page is open.
'use client';
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '@/components/api/call';
import { ApiError } from '@/components/api/problem';
import { keyOf, refresh } from '@/components/api/query';
import { listInvites, listMembers } from '@/contract/http/members';
import { getProject } from '@/contract/http/projects';
import type { Role } from '@/contract/roles';
import type { ProjectEvent } from '@/document/wire/events';

export type GoneReason = 'deleted' | 'removed';

interface Facts {
  readonly name: string;
  readonly role: Role;
}

export interface ProjectFacts extends Facts {
  /** Why this page has lost its project; null while it has it. */
  readonly gone: GoneReason | null;
  readonly setName: (name: string) => void;
  readonly onProject: (event: ProjectEvent) => void;
}

const factsOf = ({ id, ...initialData }: Facts & { readonly id: string }) =>
  queryOptions<Facts>({
    queryKey: keyOf(getProject, { id }),
    queryFn: async ({ signal }) => {
      const { name, role } = await call(getProject, { id, signal });
      return { name, role };
    },
    initialData,
    // The page came with them; they are read again when its live events begin.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Anything but a clear "not yours" is the network's business; the next watch reads again. */
const isRefusal = (error: unknown): boolean =>
  error instanceof ApiError && (error.status === 404 || error.status === 403);

export function useProjectFacts(project: Facts & { readonly id: string }): ProjectFacts {
  const { id } = project;
  const client = useQueryClient();
  const query = factsOf(project);
  const { data, error } = useQuery(query);
  const [gone, setGone] = useState<GoneReason | null>(null);
  const change = (part: Partial<Facts>) =>
    client.setQueryData(query.queryKey, (known) => known && { ...known, ...part });
  const onProject = (event: ProjectEvent) => {
    if (event.change === 'deleted' || event.change === 'removed') return setGone(event.change);
    if (event.change === 'role' && event.role) return change({ role: event.role });
    // A new name, or other members.
    for (const queryKey of [query.queryKey, keyOf(listMembers, { id }), keyOf(listInvites, { id })])
      void refresh(client, { queryKey });
  };
  return {
    ...data,
    gone: gone ?? (isRefusal(error) ? 'removed' : null),
    setName: (name) => void change({ name }),
    onProject,
  };
}
