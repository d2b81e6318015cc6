// Who is in the project; its owner changes their roles or removes them.
'use client';
import { changeRole, type Member, removeMember } from '../api/members';
import { Button } from '../shell/button';
import { Notice } from '../shell/notice';
import { useTask } from '../shell/use-task';
import styles from './people-list.module.css';
import { givenRole, ROLE_CHOICES, ROLE_WORDS } from './role-choices';

interface MemberListProps {
  readonly projectId: string;
  readonly members: readonly Member[];
  readonly isOwner: boolean;
  readonly onChanged: () => void;
}

export function MemberList({ projectId, members, isOwner, onChanged }: MemberListProps) {
  const task = useTask();
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
                      void apply(() => changeRole(projectId, member.user_id, role));
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
                    onClick={() => void apply(() => removeMember(projectId, member.user_id))}
                  >
                    Remove
                  </Button>
                </div>
              ) : (
                <span className={styles.small}>{ROLE_WORDS[member.role]}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
