// The top bar of the AutoMix page: where you are, whether it is saved, and who is here.
'use client';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { People } from '@/components/features/project-bar/people';
import { ProjectPlaces } from '@/components/features/project-bar/project-places';
import { SaveIndicator } from '@/components/features/project-bar/save-indicator';
import { PeopleButton } from '@/components/features/sharing/people-button';
import { Logo } from '@/components/ui/logo';
import { Tip } from '@/components/ui/tooltip';
import type { Role } from '@/contract/roles';
import styles from '../frame/project-bar.module.css';

interface AutomixBarProps {
  readonly projectId: string;
  readonly connection: ProjectConnection;
  readonly role: Role;
  /** Whether the project has a mixer. */
  readonly hasStudio: boolean;
  readonly name: ReactNode;
  readonly onInvite: () => void;
}

export function AutomixBar({ projectId, connection, role, hasStudio, name, onInvite }: AutomixBarProps) {
  return (
    <header className={styles.bar}>
      <Tip text="Your projects">
        <Link href="/" className={styles.home} aria-description="Your projects">
          <Logo />
        </Link>
      </Tip>
      <span className={styles.divider} aria-hidden="true">
        /
      </span>
      <div className={styles.name}>{name}</div>
      {hasStudio && <ProjectPlaces projectId={projectId} place="automix" />}
      <SaveIndicator connection={connection} isEditor={role !== 'viewer'} />
      <div className={styles.end}>
        <People connection={connection} />
        <PeopleButton role={role} labelClass={styles.word} onOpen={onInvite} />
      </div>
    </header>
  );
}
