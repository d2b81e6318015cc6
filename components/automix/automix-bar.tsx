// The top bar of the AutoMix page: where you are, whether it is saved, and who is here.
'use client';
import { UserPlus } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { ProjectConnection } from '../collaboration/project-connection';
import { Button } from '../shell/button';
import { Logo } from '../shell/logo';
import { People } from '../studio/people';
import { ProjectPlaces } from '../studio/project-places';
import { SaveIndicator } from '../studio/save-indicator';
import styles from '../studio/top-bar.module.css';

interface AutomixBarProps {
  readonly projectId: string;
  readonly connection: ProjectConnection;
  readonly isEditor: boolean;
  readonly name: ReactNode;
  readonly onInvite: () => void;
}

export function AutomixBar({ projectId, connection, isEditor, name, onInvite }: AutomixBarProps) {
  return (
    <header className={styles.bar}>
      <Link href="/" className={styles.home} aria-label="Your projects" title="Your projects">
        <Logo />
      </Link>
      <span className={styles.divider} aria-hidden="true">
        /
      </span>
      <div className={styles.name}>{name}</div>
      <ProjectPlaces projectId={projectId} place="automix" />
      <SaveIndicator connection={connection} isEditor={isEditor} />
      <div className={styles.end}>
        <People connection={connection} />
        <Button small icon={<UserPlus aria-hidden />} onClick={onInvite} aria-label="Invite">
          <span className={styles.word}>Invite</span>
        </Button>
      </div>
    </header>
  );
}
