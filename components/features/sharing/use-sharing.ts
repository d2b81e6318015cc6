// The members and the open links of a project, read when the dialog opens and after every change, whoever made it.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import { type Invite, listInvites, listMembers, type Member } from '@/contract/http/members';

export interface SharingState {
  readonly members: readonly Member[] | null;
  /** Null until read, and for people who may not see the links. */
  readonly invites: readonly Invite[] | null;
  readonly error: string | null;
  readonly reload: () => void;
}

export function useSharing(projectId: string, isOwner: boolean, isOpen: boolean): SharingState {
  const client = useQueryClient();
  const memberQuery = queryOf(listMembers, { id: projectId });
  const linkQuery = queryOf(listInvites, { id: projectId });
  const people = useQuery({ ...memberQuery, enabled: isOpen });
  const links = useQuery({ ...linkQuery, enabled: isOpen && isOwner });
  // Both at once: links that come later would push the members down under the pointer.
  const isRead = !isOwner || links.data !== undefined;
  return {
    members: (isRead && people.data?.members) || null,
    invites: (isOwner && people.data && links.data?.invites) || null,
    error: messageOf(people.error ?? (isOwner ? links.error : null)),
    reload() {
      void refresh(client, memberQuery);
      void refresh(client, linkQuery);
    },
  };
}
