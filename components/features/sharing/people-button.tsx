// Opens the dialog about people: its owner invites there, everybody else sees who is in the project.

import { UserPlus, Users } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { Role } from '@/contract/roles';

interface PeopleButtonProps {
  readonly role: Role;
  /** The class of the word, which narrow bars hide. */
  readonly labelClass: string | undefined;
  readonly onOpen: () => void;
}

export function PeopleButton({ role, labelClass, onOpen }: PeopleButtonProps) {
  const isOwner = role === 'owner';
  const label = isOwner ? 'Invite' : 'People';
  return (
    <Button
      small
      icon={isOwner ? <UserPlus aria-hidden /> : <Users aria-hidden />}
      onClick={onOpen}
      aria-label={label}
    >
      <span className={labelClass}>{label}</span>
    </Button>
  );
}
