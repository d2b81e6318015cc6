// The studio of one project: opens its document and its live events, and lays out the page.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { refreshChanged, refreshProject } from '@/components/collaboration/refresh-live';
import { useLive } from '@/components/collaboration/use-live';
import { useProjectDocument } from '@/components/collaboration/use-project-document';
import { type ChatState, useChat } from '@/components/features/chat/use-chat';
import { useUnseen } from '@/components/features/comments/use-unseen';
import { ExportDialog } from '@/components/features/export/export-dialog';
import type { ExportRules } from '@/components/features/export/export-rules';
import { moveExports } from '@/components/features/export/use-exports';
import { ConnectionNotice } from '@/components/features/project-bar/connection-notice';
import { GoneNotice } from '@/components/features/project-bar/gone-notice';
import { OfflineConflictNotice } from '@/components/features/project-bar/offline-conflict-notice';
import { ProjectName } from '@/components/features/project-bar/project-name';
import { useProjectFacts } from '@/components/features/project-bar/use-project-facts';
import { InviteDialog } from '@/components/features/sharing/invite-dialog';
import { PreviewBanner } from '@/components/features/versions/preview-banner';
import { RestyleJobs } from '@/components/session/mix/style-control';
import { PanelProvider, usePanel } from '@/components/session/panel-context';
import { ProcessorsProvider } from '@/components/session/processors-context';
import { StudioProvider, type StudioValue, useStudio } from '@/components/session/studio-context';
import type { StudioSession } from '@/components/session/studio-session';
import { useNames } from '@/components/session/use-names';
import { useSong } from '@/components/session/use-song';
import { useStudioSession } from '@/components/session/use-studio-session';
import { CONTENT_ID, SkipLink } from '@/components/ui/skip-link';
import { Store, useSelected } from '@/components/ui/store';
import type { VersionDetail } from '@/contract/http/versions';
import type { Role } from '@/contract/roles';
import { PanelButton } from './panel-button';
import { SidePanel } from './side-panel';
import styles from './studio.module.css';
import { StudioBody } from './studio-body';
import { TopBar } from './top-bar';
import { useShortcuts } from './use-shortcuts';

export interface StudioProps {
  readonly project: { readonly id: string; readonly name: string; readonly role: Role };
  readonly userId: string;
  /** What the plan of the signed-in person may export. */
  readonly exportRules: ExportRules;
}

/** While there is no session, no version is previewed. */
const NO_VERSION = new Store<VersionDetail | null>(null);

interface OpenStudioProps extends StudioProps {
  readonly facts: ReturnType<typeof useProjectFacts>;
  readonly song: ReturnType<typeof useSong>;
  readonly chat: ChatState;
}

function OpenStudio(props: OpenStudioProps) {
  const { project, userId, exportRules, facts, song, chat } = props;
  const { session, canEdit, isEditor, role } = useStudio();
  const { tab } = usePanel();
  const [dialog, setDialog] = useState<'invite' | 'export' | null>(null);
  const hasTracks = useSelected(session.connection.reader.tracks, (tracks) => tracks.length > 0);
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const threads = useSelected(session.connection.comments.threads, (all) => all);
  const isOpen = tab === 'comments';
  const hasNewComments = useUnseen(threads, { projectId: project.id, userId, isOpen });
  const nameOf = useNames();
  const close = useCallback(() => setDialog(null), []);
  useShortcuts(session, canEdit);
  return (
    <>
      <SkipLink />
      <TopBar
        name={
          <ProjectName
            projectId={project.id}
            name={facts.name}
            canEdit={isEditor}
            onRenamed={facts.setName}
          />
        }
        panel={<PanelButton unread={chat.unread} hasNewComments={hasNewComments} />}
        canExport={hasTracks && !isPreview}
        onInvite={() => setDialog('invite')}
        onExport={() => setDialog('export')}
      />
      <ConnectionNotice connection={session.connection} isEditor={isEditor} />
      <OfflineConflictNotice conflicts={session.connection.conflicts} />
      <PreviewBanner />
      <div className={styles.work}>
        <main id={CONTENT_ID} className={styles.main} tabIndex={-1}>
          <StudioBody state={song} projectName={facts.name} />
        </main>
        <SidePanel
          userId={userId}
          chat={chat}
          nameOf={nameOf}
          hasNewComments={hasNewComments}
          onPeople={() => setDialog('invite')}
          onExports={() => setDialog('export')}
        />
      </div>
      <InviteDialog
        projectId={project.id}
        role={role}
        userId={userId}
        open={dialog === 'invite'}
        onClose={close}
      />
      <ExportDialog rules={exportRules} open={dialog === 'export'} onClose={close} />
    </>
  );
}

/** What the user may do, further limited while an older version of the mix is previewed. */
function useStudioValue(
  session: StudioSession | null,
  role: Role,
  restyles: RestyleJobs,
): StudioValue | null {
  const version = useSelected(session?.preview.version ?? NO_VERSION, (previewed) => previewed);
  return useMemo(() => {
    const isEditor = role !== 'viewer';
    return session && { session, restyles, role, isEditor, canEdit: isEditor && version === null };
  }, [session, role, restyles, version]);
}

function StudioPage(props: StudioProps) {
  const { project, userId } = props;
  const router = useRouter();
  const connection = useProjectDocument(project.id, userId);
  const session = useStudioSession(project.id, connection);
  const client = useQueryClient();
  const facts = useProjectFacts(project);
  const song = useSong(project.id);
  const chat = useChat(project.id, userId, usePanel().tab === 'chat');
  const [restyles] = useState(() => new RestyleJobs());
  const value = useStudioValue(session, facts.role, restyles);
  useEffect(() => {
    session?.tracks.setOriginal(song.song?.original ?? null);
    if (song.song?.status === 'ready') session?.tracks.complete();
    else session?.tracks.setPartial(song.song?.stems_so_far ?? null);
  }, [session, song.song]);
  useLive([project.id], {
    onJob(event) {
      song.onJob(event);
      restyles.onJob(event);
      moveExports(client, event);
    },
    onProject: facts.onProject,
    onChat: chat.onChat,
    onChanged: (event) => refreshChanged(client, event),
    onWatching: () => refreshProject(client, project.id),
  });
  if (facts.gone) return <GoneNotice reason={facts.gone} onLeave={() => router.push('/')} />;
  return (
    <div className={styles.studio}>
      {value ? (
        <StudioProvider value={value}>
          <ProcessorsProvider>
            <OpenStudio {...props} facts={facts} song={song} chat={chat} />
          </ProcessorsProvider>
        </StudioProvider>
      ) : (
        <p className={styles.opening} role="status">
          Opening {project.name}…
        </p>
      )}
    </div>
  );
}

export function Studio(props: StudioProps) {
  return (
    <PanelProvider>
      <StudioPage {...props} />
    </PanelProvider>
  );
}
