// The names of people by their id: members of the project, and whoever is here now.
'use client';
import { useEffect, useMemo, useState } from 'react';
import { listMembers, type Member } from '@/contract/http/members';
import { call } from '../api/call';

import { errorMessage } from '../api/problem';
import { useSelected } from '../ui/store';
import { useStudio } from './studio-context';

export type NameOf = (userId: string) => string;

/** @param revision changes whenever the members may have changed */
export function useNames(revision: number): NameOf {
  const { projectId, connection } = useStudio().session;
  const [members, setMembers] = useState<readonly Member[]>([]);
  const peers = useSelected(connection.presence.peers, (all) => all);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the revision is what asks to read again.
  useEffect(() => {
    let isGone = false;
    call(listMembers, { id: projectId })
      .then(({ members: all }) => !isGone && setMembers(all))
      // Names are a help: without them the panel still works, and the next change reads them again.
      .catch((failure: unknown) => console.warn(`The members could not be read: ${errorMessage(failure)}`));
    return () => {
      isGone = true;
    };
  }, [projectId, revision]);
  return useMemo(() => {
    const names = new Map(peers.map(({ user }) => [user.userId, user.name]));
    for (const { user_id: id, name } of members) names.set(id, name ?? 'Somebody');
    return (userId) => names.get(userId) ?? 'A former member';
  }, [members, peers]);
}
