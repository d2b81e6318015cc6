// The names of people by their id: members of the project, and whoever is here now.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { listMembers } from '@/contract/http/members';
import { queryOf } from '../api/query';
import { useSelected } from '../ui/store';
import { useStudio } from './studio-context';

export type NameOf = (userId: string) => string;

export function useNames(): NameOf {
  const { projectId, connection } = useStudio().session;
  // Names are a help: where they cannot be read the panel still works, and the next change reads them again.
  const { data } = useQuery(queryOf(listMembers, { id: projectId }));
  const peers = useSelected(connection.presence.peers, (all) => all);
  return useMemo(() => {
    const names = new Map(peers.map(({ user }) => [user.userId, user.name]));
    for (const { user_id: id, name } of data?.members ?? []) names.set(id, name ?? 'Somebody');
    return (userId) => names.get(userId) ?? 'A former member';
  }, [data, peers]);
}
