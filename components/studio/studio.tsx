// The studio of one project: opens its document and its live events, and lays out the page.
'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { VersionDetail } from '@/contract/http/versions';
import type { Role } from '@/contract/roles';
import type { JobEvent } from '@/document/wire/events';
import { type ChatState, useChat } from '../chat/use-chat';
import { Store, useSelected } from '../collaboration/store';
import { useLive } from '../collaboration/use-live';
import { useProjectDocument } from '../collaboration/use-project-document';
import { useUnseen } from '../comments/use-unseen';
import { ExportDialog } from '../export/export-dialog';
import type { ExportRules } from '../export/export-rules';
import { ProcessorsProvider } from '../processors/processors-context';
import { InviteDialog } from '../sharing/invite-dialog';
import { CONTENT_ID, SkipLink } from '../shell/skip-link';
import { PanelButton } from '../side-panel/panel-button';
import { PanelProvider, usePanel } from '../side-panel/panel-context';
import { SidePanel } from '../side-panel/side-panel';
import { useNames } from '../side-panel/use-names';
import { type PanelNews, usePanelNews } from '../side-panel/use-panel-news';
import { RestyleJobs } from '../style/style-control';
import { PreviewBanner } from '../versions/preview-banner';
import { ConnectionNotice } from './connection-notice';
import { GoneNotice } from './gone-notice';
import { OfflineConflictNotice } from './offline-conflict-notice';
import { ProjectName } from './project-name';
import styles from './studio.module.css';
import { StudioBody } from './studio-body';
import { StudioProvider, type StudioValue, useStudio } from './studio-context';
import type { StudioSession } from './studio-session';
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

/** While there is no session, no version is heard. */
const NO_VERSION = new Store<VersionDetail | null>(null);

interface OpenStudioProps extends StudioProps {
  readonly facts: ReturnType<typeof useProjectFacts>;
  readonly song: ReturnType<typeof useSong>;
  readonly renderEvent: JobEvent | null;
  readonly chat: ChatState;
  readonly news: PanelNews;
}

function OpenStudio(props: OpenStudioProps) {
  const { project, userId, exportRules, facts, song, renderEvent, chat, news } = props;
  const { session, canEdit, isEditor, role } = useStudio();
  const { tab } = usePanel();
  const [dialog, setDialog] = useState<'invite' | 'export' | null>(null);
  const hasStems = useSelected(session.connection.reader.stems, (stems) => stems.length > 0);
  const isPreview = useSelected(session.preview.version, (version) => version !== null);
  const threads = useSelected(session.connection.comments.threads, (all) => all);
  const isLooking = tab === 'comments';
  const hasNewComments = useUnseen(threads, { projectId: project.id, userId, isLooking });
  const nameOf = useNames(facts.membersRevision);
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
        canExport={hasStems && !isPreview}
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
          news={news}
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
        revision={facts.membersRevision}
        open={dialog === 'invite'}
        onClose={close}
      />
      <ExportDialog
        rules={exportRules}
        renderEvent={renderEvent}
        open={dialog === 'export'}
        onClose={close}
      />
    </>
  );
}

/** What the person may do, which an older version of the mix that is heard limits further. */
function useStudioValue(
  session: StudioSession | null,
  role: Role,
  restyles: RestyleJobs,
): StudioValue | null {
  const version = useSelected(session?.preview.version ?? NO_VERSION, (heard) => heard);
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
  const facts = useProjectFacts(project);
  const song = useSong(project.id);
  const chat = useChat(project.id, userId, usePanel().tab === 'chat');
  const news = usePanelNews();
  const [renderEvent, setRenderEvent] = useState<JobEvent | null>(null);
  const [restyles] = useState(() => new RestyleJobs());
  const value = useStudioValue(session, facts.role, restyles);
  useEffect(() => {
    if (song.song?.status === 'ready') session?.stems.complete();
    else session?.stems.setSoFar(song.song?.stems_so_far ?? null);
  }, [session, song.song]);
  useLive([project.id], {
    onJob(event) {
      song.onJob(event);
      restyles.onJob(event);
      if (event.name === 'render-mix') setRenderEvent(event);
    },
    onProject: facts.onProject,
    onChat: chat.onChat,
    onNews: news.onNews,
    onWatching() {
      song.reload();
      facts.reload();
      chat.reload();
      news.onGap();
    },
  });
  if (facts.gone) return <GoneNotice reason={facts.gone} onLeave={() => router.push('/')} />;
  return (
    <div className={styles.studio}>
      {value ? (
        <StudioProvider value={value}>
          <ProcessorsProvider>
            <OpenStudio
              {...props}
              facts={facts}
              song={song}
              renderEvent={renderEvent}
              chat={chat}
              news={news}
            />
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
