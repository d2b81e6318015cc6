// The names of people by their id: members of the project, and whoever is here now.
'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { listMembers } from '@/contract/http/members';
import { messageOf } from '../api/problem';
import { queryOf } from '../api/query';
import { useSelected } from '../ui/store';
import { useStudio } from './studio-context';

export type NameOf = (userId: string) => string;

export function useNames(): NameOf {
  const { projectId, connection } = useStudio().session;
  const { data, error } = useQuery(queryOf(listMembers, { id: projectId }));
  const peers = useSelected(connection.presence.peers, (all) => all);
  useEffect(() => {
    // Names are a help: without them the panel still works, and the next change reads them again.
    if (error) console.warn(`The members could not be read: ${messageOf(error)}`);
  }, [error]);
  return useMemo(() => {
    const names = new Map(peers.map(({ user }) => [user.userId, user.name]));
    for (const { user_id: id, name } of data?.members ?? []) names.set(id, name ?? 'Somebody');
    return (userId) => names.get(userId) ?? 'A former member';
  }, [data, peers]);
}
