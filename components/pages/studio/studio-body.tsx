// The middle of the studio: the drop zone, the wait for the stems, or the mixer.
'use client';
import { Mic } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ProcessorsPanel } from '@/components/features/processors/processors-panel';
import { SongControls } from '@/components/features/processors/song-controls';
import { DeleteProjectDialog } from '@/components/features/projects/delete-project-dialog';
import { RecordControls } from '@/components/features/recording/record-controls';
import { TakeNotices } from '@/components/features/recording/take-notices';
import { RehearsalButton } from '@/components/features/rehearsal/rehearsal-button';
import { RehearsalPanel } from '@/components/features/rehearsal/rehearsal-panel';
import { ModelSelect } from '@/components/features/separation/model-select';
import { SeparationBar } from '@/components/features/separation/separation-bar';
import { SeparationPanel } from '@/components/features/separation/separation-panel';
import { useModelChoice } from '@/components/features/separation/use-model-choice';
import { TransportBar } from '@/components/features/transport/transport-bar';
import { ImportInstead } from '@/components/features/uploads/import-files';
import { SongDrop } from '@/components/features/uploads/song-drop';
import { useSongUpload } from '@/components/features/uploads/use-song-upload';
import { useSourceImports } from '@/components/features/uploads/use-source-imports';
import { useStudio } from '@/components/session/studio-context';
import type { SongState } from '@/components/session/use-song';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { Mixer } from './mixer';
import styles from './studio-body.module.css';

interface SongUploadProps {
  /** In place of a song whose separation failed or was cancelled. */
  readonly isReplacement?: boolean;
  readonly onUploaded: () => void;
}

function SongUpload({ isReplacement = false, onUploaded }: SongUploadProps) {
  const { session, canEdit } = useStudio();
  const model = useModelChoice();
  const uploads = useSongUpload(session.projectId, model.chosen, onUploaded);
  const imports = useSourceImports(session.projectId);
  if (!canEdit) return <Notice>There is no song in this project yet. Its editors can add one.</Notice>;
  return (
    <>
      <SongDrop
        title={isReplacement ? 'Or drop another song' : 'Drop the song of this project'}
        hint="MP3, WAV, FLAC, OGG or M4A. Its vocals, drums, bass and the rest become faders for everybody here."
        uploads={uploads}
        singleOnly="Several files become tracks as they are."
        onSeveral={imports.uploads.start}
        large={!isReplacement}
      >
        <ModelSelect {...model} />
      </SongDrop>
      <ImportInstead projectId={session.projectId} imports={imports} />
      <p>
        <Button
          kind="quiet"
          icon={<Mic aria-hidden />}
          onClick={() => session.trackControl.create('Track 1')}
        >
          Begin with an empty track and record
        </Button>
      </p>
    </>
  );
}

interface StudioBodyProps {
  readonly state: SongState;
  readonly projectName: string;
}

function Waiting({ state, projectName }: StudioBodyProps) {
  const { session, canEdit, role } = useStudio();
  const { song, error, reload } = state;
  const router = useRouter();
  const [isDeleting, setDeleting] = useState(false);
  if (error && !song) {
    return (
      <Notice
        tone="danger"
        action={
          <Button small onClick={reload}>
            Try again
          </Button>
        }
      >
        {error}
      </Notice>
    );
  }
  if (!song || song.status === 'ready') return <p role="status">Opening the mixer…</p>;
  if (song.status === 'created') return <SongUpload onUploaded={reload} />;
  const hasStopped = song.status === 'error' || song.status === 'cancelled';
  return (
    <>
      <SeparationPanel
        projectId={session.projectId}
        song={song}
        canEdit={canEdit}
        onChanged={reload}
        onDelete={role === 'owner' ? () => setDeleting(true) : null}
      />
      <DeleteProjectDialog
        project={isDeleting ? { id: session.projectId, name: projectName } : null}
        onClose={() => setDeleting(false)}
        onDeleted={() => router.push('/')}
      />
      {hasStopped && canEdit && <SongUpload isReplacement onUploaded={reload} />}
    </>
  );
}

export function StudioBody({ state, projectName }: StudioBodyProps) {
  const { session } = useStudio();
  const [isRehearsalOpen, setRehearsalOpen] = useState(false);
  const hasTracks = useSelected(session.tracks.all, (tracks) => tracks.length > 0);
  const isGrowing = useSelected(session.tracks.available, Number.isFinite);
  const isSeparating = state.song?.status === 'queued' || state.song?.status === 'separating';
  const note = state.song?.note && <Notice tone="warn">{state.song.note}</Notice>;
  if (!hasTracks) {
    return (
      <div className={styles.waiting}>
        {note}
        <Waiting state={state} projectName={projectName} />
      </div>
    );
  }
  return (
    <>
      {(isGrowing || isSeparating) && state.song && (
        <SeparationBar song={state.song} onChanged={state.reload} />
      )}
      {note}
      <TakeNotices />
      <Mixer song={state} />
      <ProcessorsPanel />
      {isRehearsalOpen && <RehearsalPanel onClose={() => setRehearsalOpen(false)} />}
      <TransportBar
        record={
          <>
            <RecordControls />
            <RehearsalButton isOpen={isRehearsalOpen} onToggle={() => setRehearsalOpen(!isRehearsalOpen)} />
          </>
        }
        song={<SongControls />}
      />
    </>
  );
}
