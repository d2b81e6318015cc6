// The dialog about people: invite by link, the links that are open, the members.
'use client';

import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import type { Role } from '@/contract/roles';
import { LinkList } from './link-list';
import { MemberList } from './member-list';
import { NewLink } from './new-link';
import { useSharing } from './use-sharing';

interface InviteDialogProps {
  readonly projectId: string;
  readonly role: Role;
  readonly userId: string;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function InviteDialog({ projectId, role, userId, open, onClose }: InviteDialogProps) {
  const isOwner = role === 'owner';
  const { members, invites, error, reload } = useSharing(projectId, isOwner, open);
  return (
    <Dialog title="People" open={open} onClose={onClose} wide>
      {isOwner ? (
        <NewLink projectId={projectId} onCreated={reload} />
      ) : (
        <Notice>Only the owner of the project can invite people and change roles.</Notice>
      )}
      {error && <Notice tone="danger">{error}</Notice>}
      {invites && <LinkList projectId={projectId} invites={invites} onChanged={reload} />}
      {members && (
        <MemberList
          projectId={projectId}
          members={members}
          isOwner={isOwner}
          userId={userId}
          onChanged={reload}
        />
      )}
    </Dialog>
  );
}
