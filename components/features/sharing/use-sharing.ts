// The members and the open links of a project, read when the dialog opens and after every change, whoever made it.
'use client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { type Invite, listInvites, listMembers, type Member } from '@/contract/http/members';

export interface SharingState {
  readonly members: readonly Member[] | null;
  /** Null until read, and for people who may not see the links. */
  readonly invites: readonly Invite[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

/** @param revision what asks to read again when it changes; null while nobody looks */
export function useSharing(projectId: string, isOwner: boolean, revision: number | null): SharingState {
  const [members, setMembers] = useState<readonly Member[] | null>(null);
  const [invites, setInvites] = useState<readonly Invite[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const lastAsked = useRef(0);
  const reload = useCallback(() => {
    lastAsked.current += 1;
    const asked = lastAsked.current;
    // An older answer that comes late does not bring back who has left.
    const isNewest = () => asked === lastAsked.current;
    const readLinks = isOwner ? call(listInvites, { id: projectId }) : Promise.resolve(null);
    Promise.all([call(listMembers, { id: projectId }), readLinks])
      .then(([people, links]) => {
        if (!isNewest()) return;
        setMembers(people.members);
        setInvites(links?.invites ?? null);
        setError(null);
      })
      .catch((failure: unknown) => isNewest() && setError(errorMessage(failure)));
  }, [projectId, isOwner]);
  useEffect(() => {
    if (revision !== null) reload();
  }, [revision, reload]);
  return { members, invites, error, reload };
}
