// The links that still work, each with the way to end it.
'use client';

import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { type Invite, revokeInvite } from '@/contract/http/members';
import styles from './people-list.module.css';
import { formatExpiry, ROLE_LABELS, usesText } from './role-choices';

interface LinkListProps {
  readonly projectId: string;
  readonly invites: readonly Invite[];
  readonly onChanged: () => void;
}

export function LinkList({ projectId, invites, onChanged }: LinkListProps) {
  const task = useTask();
  const revoke = async (invite: Invite) => {
    if (await task.run(() => call(revokeInvite, { id: projectId, inviteId: invite.id }))) onChanged();
  };
  if (invites.length === 0) return null;
  return (
    <section className={styles.section} aria-label="Open links">
      <h3>Open links</h3>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <ul className={styles.list}>
        {invites.map((invite) => (
          <li key={invite.id}>
            <div>
              <p>{ROLE_LABELS[invite.role]}</p>
              <p className={styles.small}>
                Until {formatExpiry(invite.expires_at)}
                {usesText(invite.uses ?? 0, invite.max_uses ?? null)}
              </p>
            </div>
            <Button
              small
              kind="danger"
              disabled={task.isBusy}
              aria-label={`Revoke link, ${ROLE_LABELS[invite.role]}, until ${formatExpiry(invite.expires_at)}`}
              onClick={() => void revoke(invite)}
            >
              Revoke
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
