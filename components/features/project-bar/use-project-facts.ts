// The name of the project and the user's role in it, updated while the page is open.
'use client';
import { useCallback, useState } from 'react';
import { call } from '@/components/api/call';
import { ApiError } from '@/components/api/problem';
import { getProject } from '@/contract/http/projects';
import type { Role } from '@/contract/roles';
import type { ProjectEvent } from '@/document/wire/events';

export type GoneReason = 'deleted' | 'removed';

export interface ProjectFacts {
  readonly name: string;
  readonly role: Role;
  /** Counts up whenever who is a member, or as what, may have changed. */
  readonly membersRevision: number;
  /** Why this page has lost its project; null while it has it. */
  readonly gone: GoneReason | null;
  readonly setName: (name: string) => void;
  readonly reload: () => void;
  readonly onProject: (event: ProjectEvent) => void;
}

export function useProjectFacts(project: { id: string; name: string; role: Role }): ProjectFacts {
  const { id } = project;
  const [name, setName] = useState(project.name);
  const [role, setRole] = useState(project.role);
  const [gone, setGone] = useState<GoneReason | null>(null);
  const [membersRevision, setMembersRevision] = useState(0);
  const reload = useCallback(() => {
    // It is called after a gap too, in which people may have come and gone.
    setMembersRevision((revision) => revision + 1);
    call(getProject, { id })
      .then((fresh) => {
        setName(fresh.name);
        setRole(fresh.role);
      })
      .catch((failure: unknown) => {
        // Anything but a clear "not yours" is the network's business; the next watch reads again.
        if (failure instanceof ApiError && (failure.status === 404 || failure.status === 403))
          setGone('removed');
      });
  }, [id]);
  const onProject = useCallback(
    (event: ProjectEvent) => {
      if (event.change === 'deleted' || event.change === 'removed') setGone(event.change);
      else if (event.change === 'role' && event.role) setRole(event.role);
      // A new name, or other members.
      else reload();
    },
    [reload],
  );
  return { name, role, membersRevision, gone, setName, reload, onProject };
}
