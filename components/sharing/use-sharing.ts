// The members and the open links of a project, read when the dialog opens and after every change.
'use client';
import { useCallback, useEffect, useState } from 'react';
import { type Invite, listInvites, listMembers, type Member } from '@/contract/http/members';
import { call } from '../api/call';

import { sentenceOf } from '../api/problem';

export interface SharingState {
  readonly members: readonly Member[] | null;
  /** Null until read, and for people who may not see the links. */
  readonly invites: readonly Invite[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

export function useSharing(projectId: string, isOwner: boolean, isOpen: boolean): SharingState {
  const [members, setMembers] = useState<readonly Member[] | null>(null);
  const [invites, setInvites] = useState<readonly Invite[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  const reload = useCallback(() => {
    const readLinks = isOwner ? call(listInvites, { id: projectId }) : Promise.resolve(null);
    Promise.all([call(listMembers, { id: projectId }), readLinks])
      .then(([people, links]) => {
        setMembers(people.members);
        setInvites(links?.invites ?? null);
        setError(null);
      })
      .catch((failure: unknown) => setError(sentenceOf(failure)));
  }, [projectId, isOwner]);
  useEffect(() => {
    if (isOpen) reload();
  }, [isOpen, reload]);
  return { members, invites, error, reload };
}
