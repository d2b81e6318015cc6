// The studio of one project: opens its document and its live events, and lays out the page.
'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import type { JobEvent, ProjectEvent } from '@/document/wire/events';
import type { Role } from '../api/projects';
import { useSelected } from '../collaboration/store';
import { useLive } from '../collaboration/use-live';
import { useProjectDocument } from '../collaboration/use-project-document';
import { ExportDialog } from '../export/export-dialog';
import type { ExportRules } from '../export/export-rules';
import { InviteDialog } from '../sharing/invite-dialog';
import { ConnectionNotice } from './connection-notice';
import { GoneNotice } from './gone-notice';
import { ProjectName } from './project-name';
import styles from './studio.module.css';
import { StudioBody } from './studio-body';
import { StudioProvider, type StudioValue, useStudio } from './studio-context';
import { TopBar } from './top-bar';
import { useProjectFacts } from './use-project-facts';
import { useShortcuts } from './use-shortcuts';
import { useSong } from './use-song';
import { useStudioSession } from './use-studio-session';

export interface StudioProps {
  readonly project: { readonly id: string; readonly name: string; readonly role: Role };
  readonly userId: string;
  /** What the plan of the signed-in person may export. */
  readonly exportRules: ExportRules;
}

interface OpenStudioProps extends StudioProps {
  readonly facts: ReturnType<typeof useProjectFacts>;
  readonly song: ReturnType<typeof useSong>;
  readonly renderEvent: JobEvent | null;
}

function OpenStudio({ project, exportRules, facts, song, renderEvent }: OpenStudioProps) {
  const { session, canEdit, role } = useStudio();
  const [dialog, setDialog] = useState<'invite' | 'export' | null>(null);
  const hasStems = useSelected(session.connection.reader.stems, (stems) => stems.length > 0);
  const close = useCallback(() => setDialog(null), []);
  useShortcuts(session, canEdit);
  return (
    <>
      <TopBar
        name={
          <ProjectName projectId={project.id} name={facts.name} canEdit={canEdit} onRenamed={facts.setName} />
        }
        canExport={hasStems}
        onInvite={() => setDialog('invite')}
        onExport={() => setDialog('export')}
      />
      <ConnectionNotice />
      <main className={styles.main}>
        <StudioBody state={song} />
      </main>
      <InviteDialog projectId={project.id} role={role} open={dialog === 'invite'} onClose={close} />
      <ExportDialog
        rules={exportRules}
        renderEvent={renderEvent}
        open={dialog === 'export'}
        onClose={close}
      />
    </>
  );
}

export function Studio(props: StudioProps) {
  const { project, userId } = props;
  const router = useRouter();
  const connection = useProjectDocument(project.id, userId);
  const session = useStudioSession(project.id, connection);
  const facts = useProjectFacts(project);
  const song = useSong(project.id);
  const [renderEvent, setRenderEvent] = useState<JobEvent | null>(null);
  const { role, onProject } = facts;
  useLive([project.id], {
    onJob(event) {
      song.onJob(event);
      if (event.name === 'render-mix') setRenderEvent(event);
    },
    onProject: (event: ProjectEvent) => onProject(event),
    onWatching() {
      song.reload();
      facts.reload();
    },
  });
  const value = useMemo<StudioValue | null>(
    () => session && { session, role, canEdit: role !== 'viewer' },
    [session, role],
  );
  if (facts.gone) return <GoneNotice reason={facts.gone} onLeave={() => router.push('/')} />;
  return (
    <div className={styles.studio}>
      {value ? (
        <StudioProvider value={value}>
          <OpenStudio {...props} facts={facts} song={song} renderEvent={renderEvent} />
        </StudioProvider>
      ) : (
        <p className={styles.opening} role="status">
          Opening {project.name}…
        </p>
      )}
    </div>
  );
}
