// Who is in the project; its owner changes their roles or removes them.
'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { changeRole, type Member, removeMember } from '@/contract/http/members';
import styles from './people-list.module.css';
import { givenRole, ROLE_CHOICES, ROLE_LABELS } from './role-choices';

interface MemberListProps {
  readonly projectId: string;
  readonly members: readonly Member[];
  readonly isOwner: boolean;
  /** Whose page this is: they may leave. */
  readonly userId: string;
  readonly onChanged: () => void;
}

export function MemberList({ projectId, members, isOwner, userId, onChanged }: MemberListProps) {
  const router = useRouter();
  const task = useTask();
  const removal = useTask();
  const [asked, setAsked] = useState<Member | null>(null);
  const isLeaving = asked?.user_id === userId;
  const close = () => {
    setAsked(null);
    removal.clear();
  };
  const confirm = async () => {
    if (!asked || !(await removal.run(() => call(removeMember, { id: projectId, userId: asked.user_id }))))
      return;
    close();
    if (isLeaving) router.push('/');
    else onChanged();
  };
  const apply = async (work: () => Promise<void>) => {
    if (await task.run(work)) onChanged();
  };
  return (
    <section className={styles.section} aria-label="Members">
      <h3>Members</h3>
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      <ul className={styles.list}>
        {members.map((member) => {
          const name = member.name ?? 'Somebody';
          const canChange = isOwner && member.role !== 'owner';
          return (
            <li key={member.user_id}>
              <div>
                <p>{name}</p>
                {member.email && <p className={styles.small}>{member.email}</p>}
              </div>
              {canChange ? (
                <div className={styles.tools}>
                  <select
                    aria-label={`Role of ${name}`}
                    value={member.role}
                    disabled={task.isBusy}
                    onChange={(event) => {
                      const role = givenRole(event.currentTarget.value);
                      void apply(() =>
                        call(changeRole, { id: projectId, userId: member.user_id, body: { role } }),
                      );
                    }}
                  >
                    {ROLE_CHOICES.map((choice) => (
                      <option key={choice.value} value={choice.value}>
                        {choice.label}
                      </option>
                    ))}
                  </select>
                  <Button
                    small
                    kind="danger"
                    disabled={task.isBusy}
                    aria-label={`Remove ${name}`}
                    onClick={() => setAsked(member)}
                  >
                    Remove
                  </Button>
                </div>
              ) : (
                <div className={styles.tools}>
                  <span className={styles.small}>{ROLE_LABELS[member.role]}</span>
                  {member.user_id === userId && member.role !== 'owner' && (
                    <Button small onClick={() => setAsked(member)}>
                      Leave project
                    </Button>
                  )}
                </div>
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        title={isLeaving ? 'Leave this project?' : `Remove ${asked?.name ?? 'this person'}?`}
        action={isLeaving ? 'Leave project' : 'Remove from project'}
        open={asked !== null}
        task={removal}
        onClose={close}
        onConfirm={() => void confirm()}
      >
        {isLeaving
          ? 'You lose access at once. Its owner can invite you again.'
          : 'They lose access at once, and what they have open closes. You can invite them again.'}
      </ConfirmDialog>
    </section>
  );
}
