// The top bar of the studio: where you are, whether it is saved, who is here, and the doors out.
'use client';
import { Download } from 'lucide-react';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { People } from '@/components/features/project-bar/people';
import { ProjectPlaces } from '@/components/features/project-bar/project-places';
import { SaveIndicator } from '@/components/features/project-bar/save-indicator';
import { PeopleButton } from '@/components/features/sharing/people-button';
import { useStudio } from '@/components/session/studio-context';
import { Button } from '@/components/ui/button';
import { Logo } from '@/components/ui/logo';
import { Tip } from '@/components/ui/tooltip';
import styles from '../frame/project-bar.module.css';

interface TopBarProps {
  readonly name: ReactNode;
  /** The button of the side panel. */
  readonly panel: ReactNode;
  /** Whether there are stems to export. */
  readonly canExport: boolean;
  readonly onInvite: () => void;
  readonly onExport: () => void;
}

export function TopBar({ name, panel, canExport, onInvite, onExport }: TopBarProps) {
  const { session, role, isEditor } = useStudio();
  // Viewers cannot export, but may download what was exported.
  const exportLabel = isEditor ? 'Export' : 'Exports';
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
      <ProjectPlaces projectId={session.projectId} place="studio" />
      <SaveIndicator connection={session.connection} isEditor={isEditor} />
      <div className={styles.end}>
        <People connection={session.connection} />
        {panel}
        <PeopleButton role={role} labelClass={styles.word} onOpen={onInvite} />
        <Button
          small
          kind={isEditor ? 'solid' : 'outline'}
          icon={<Download aria-hidden />}
          onClick={onExport}
          disabled={!canExport}
          aria-label={exportLabel}
        >
          <span className={styles.word}>{exportLabel}</span>
        </Button>
      </div>
    </header>
  );
}
