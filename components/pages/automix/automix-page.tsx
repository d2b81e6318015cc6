// The AutoMix page of one project: the shared tracklist, the set options, and the sets made from them.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useCallback, useRef, useState } from 'react';
import { type FileUpload, sendTrack } from '@/components/api/upload';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { refreshChanged, refreshProject } from '@/components/collaboration/refresh-live';
import { useLive } from '@/components/collaboration/use-live';
import { useProjectDocument } from '@/components/collaboration/use-project-document';
import { RenderPanel, SetList } from '@/components/features/automix/render-panel';
import { SetOptionsPanel } from '@/components/features/automix/set-options-panel';
import { Tracklist } from '@/components/features/automix/tracklist';
import { useAdoption } from '@/components/features/automix/use-adoption';
import { type SetsState, useSets } from '@/components/features/automix/use-sets';
import { useTracklist, useTracklistActions } from '@/components/features/automix/use-tracklist';
import { type TracksState, useTracks } from '@/components/features/automix/use-tracks';
import { useUndoKeys } from '@/components/features/automix/use-undo-keys';
import type { ExportRules } from '@/components/features/export/export-rules';
import { ConnectionNotice } from '@/components/features/project-bar/connection-notice';
import { GoneNotice } from '@/components/features/project-bar/gone-notice';
import { ProjectName } from '@/components/features/project-bar/project-name';
import { type ProjectFacts, useProjectFacts } from '@/components/features/project-bar/use-project-facts';
import { InviteDialog } from '@/components/features/sharing/invite-dialog';
import { trackUploads } from '@/components/features/uploads/queues';
import { useUploads } from '@/components/features/uploads/use-uploads';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { CONTENT_ID, SkipLink } from '@/components/ui/skip-link';
import type { Track } from '@/contract/http/tracks';
import type { Role } from '@/contract/roles';
import { readTracklist } from '@/document/tracklist';
import type { TracklistState } from '@/document/tracklist-schema';
import { AddTracks } from './add-tracks';
import { AutomixBar } from './automix-bar';
import styles from './automix-page.module.css';
import { blockerOf } from './set-blocker';

export interface AutomixProps {
  readonly project: { readonly id: string; readonly name: string; readonly role: Role };
  readonly userId: string;
  /** What the plan of the signed-in person may render. */
  readonly formats: ExportRules['formats'];
  /** Whether the project has a song of its own that can join the list. */
  readonly hasSong: boolean;
  /** Whether the project has a mixer: every session has one, a set only with a song. */
  readonly hasStudio: boolean;
  /** Whether this studio has a language model to plan with. */
  readonly hasModel: boolean;
}

interface OpenAutomixProps extends AutomixProps {
  readonly connection: ProjectConnection;
  readonly facts: ProjectFacts;
  readonly tracks: TracksState;
  readonly sets: SetsState;
}

function OpenAutomix(props: OpenAutomixProps) {
  const { project, formats, hasModel, connection, facts, tracks, sets } = props;
  const { id } = project;
  const isEditor = facts.role !== 'viewer';
  const [isInviting, setInviting] = useState(false);
  const state = useAdoption({
    connection,
    state: useTracklist(connection),
    tracks: tracks.tracks,
    canEdit: isEditor,
  });
  const actions = useTracklistActions(connection);
  useUndoKeys(connection.undo, isEditor);
  const [duplicates, setDuplicates] = useState<readonly string[]>([]);
  // Before the studio was asked: a stored track may be listed by another page sooner than the answer comes.
  const listedBefore = useRef<TracklistState['tracks']>([]);
  const onAsk = useCallback(() => {
    listedBefore.current = readTracklist(connection.doc).tracks;
  }, [connection]);
  const onTrack = (track: Track) => {
    const listed = listedBefore.current.find((each) => each.id === track.id);
    if (listed)
      setDuplicates((names) => [...names, `${track.name} is in the list already, as ${listed.name}.`]);
    actions.add({ id: track.id, name: track.name });
    tracks.reload();
  };
  const send = useCallback(
    (upload: FileUpload) => {
      onAsk();
      return sendTrack(id, upload);
    },
    [id, onAsk],
  );
  const uploads = useUploads(trackUploads, id, send, ({ result }) => onTrack(result));
  const blocker = blockerOf(state, formats, uploads.running !== null);
  const name = <ProjectName projectId={id} name={facts.name} canEdit={isEditor} onRenamed={facts.setName} />;
  return (
    <>
      <SkipLink />
      <AutomixBar
        projectId={id}
        connection={connection}
        name={name}
        hasStudio={props.hasStudio}
        role={facts.role}
        onInvite={() => setInviting(true)}
      />
      <ConnectionNotice connection={connection} isEditor={isEditor} />
      <main id={CONTENT_ID} className={styles.main} tabIndex={-1}>
        <div className={styles.plan}>
          <div className={styles.list}>
            {duplicates.length > 0 && (
              <Notice
                action={
                  <Button kind="quiet" small onClick={() => setDuplicates([])}>
                    Dismiss
                  </Button>
                }
              >
                {duplicates.join(' ')}
              </Notice>
            )}
            {tracks.error && <Notice tone="danger">{tracks.error}</Notice>}
            {state.tracks.length > 0 && (
              <Tracklist state={state} tracks={tracks.tracks} canEdit={isEditor} actions={actions} />
            )}
            {isEditor ? (
              <AddTracks
                projectId={id}
                uploads={uploads}
                hasSong={props.hasSong}
                onAsk={onAsk}
                onTrack={onTrack}
                isEmpty={state.tracks.length === 0}
              />
            ) : (
              state.tracks.length === 0 && <p>There are no tracks in the list yet.</p>
            )}
          </div>
          <aside className={styles.side} aria-label="The set">
            <SetOptionsPanel
              options={state.options}
              canEdit={isEditor}
              actions={actions}
              formats={formats}
              hasModel={hasModel}
            />
            <RenderPanel
              projectId={id}
              connection={connection}
              blocker={blocker}
              canEdit={isEditor}
              state={sets}
            />
          </aside>
        </div>
        <div className={styles.sets}>
          <SetList state={sets} canEdit={isEditor} />
        </div>
      </main>
      <InviteDialog
        projectId={id}
        role={facts.role}
        userId={props.userId}
        open={isInviting}
        onClose={() => setInviting(false)}
      />
    </>
  );
}

export function Automix(props: AutomixProps) {
  const { project, userId } = props;
  const router = useRouter();
  const connection = useProjectDocument(project.id, userId);
  const client = useQueryClient();
  const facts = useProjectFacts(project);
  const tracks = useTracks(project.id);
  const sets = useSets(project.id);
  useLive([project.id], {
    onProject: facts.onProject,
    onSet: sets.onSet,
    onChanged: (event) => refreshChanged(client, event),
    onWatching: () => refreshProject(client, project.id),
  });
  if (facts.gone) return <GoneNotice reason={facts.gone} onLeave={() => router.push('/')} />;
  return (
    <div className={styles.page}>
      {connection ? (
        <OpenAutomix {...props} connection={connection} facts={facts} tracks={tracks} sets={sets} />
      ) : (
        <p className={styles.opening} role="status">
          Opening {project.name}…
        </p>
      )}
    </div>
  );
}
