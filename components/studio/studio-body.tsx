// The middle of the studio: the drop zone, the wait for the stems, or the mixer.
'use client';
import { useSelected } from '../collaboration/store';
import { ModelSelect } from '../home/model-select';
import { SongDrop } from '../home/song-drop';
import { useModelChoice } from '../home/use-model-choice';
import { useSongUpload } from '../home/use-song-upload';
import { ProcessorsPanel } from '../processors/processors-panel';
import { Button } from '../shell/button';
import { Notice } from '../shell/notice';
import { Mixer } from './mixer';
import { SeparationBar } from './separation-bar';
import { SeparationPanel } from './separation-panel';
import styles from './studio-body.module.css';
import { useStudio } from './studio-context';
import { TransportBar } from './transport-bar';
import type { SongState } from './use-song';

interface SongUploadProps {
  /** In place of a song whose separation failed or was cancelled. */
  readonly isReplacement?: boolean;
  readonly onUploaded: () => void;
}

function SongUpload({ isReplacement = false, onUploaded }: SongUploadProps) {
  const { session, canEdit } = useStudio();
  const model = useModelChoice();
  const uploads = useSongUpload(session.projectId, model.chosen, onUploaded);
  if (!canEdit) return <Notice>There is no song in this project yet. Its editors can add one.</Notice>;
  return (
    <SongDrop
      title={isReplacement ? 'Or drop another song' : 'Drop the song of this project'}
      hint="MP3, WAV, FLAC, OGG or M4A. Its vocals, drums, bass and the rest become faders for everybody here."
      uploads={uploads}
      singleOnly="A project takes one song; drop several on the page of your projects, and each becomes one."
      large={!isReplacement}
    >
      <ModelSelect {...model} />
    </SongDrop>
  );
}

interface StudioBodyProps {
  readonly state: SongState;
  readonly projectName: string;
}

function Waiting({ state, projectName }: StudioBodyProps) {
  const { session, canEdit, role } = useStudio();
  const { song, error, reload } = state;
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
        project={{ id: session.projectId, name: projectName }}
        song={song}
        canEdit={canEdit}
        isOwner={role === 'owner'}
        onChanged={reload}
      />
      {hasStopped && canEdit && <SongUpload isReplacement onUploaded={reload} />}
    </>
  );
}

export function StudioBody({ state, projectName }: StudioBodyProps) {
  const { session } = useStudio();
  const hasStems = useSelected(session.stems.all, (stems) => stems.length > 0);
  const isGrowing = useSelected(session.stems.available, Number.isFinite);
  const note = state.song?.note && <Notice tone="warn">{state.song.note}</Notice>;
  if (!hasStems) {
    return (
      <div className={styles.waiting}>
        {note}
        <Waiting state={state} projectName={projectName} />
      </div>
    );
  }
  return (
    <>
      {isGrowing && state.song && <SeparationBar song={state.song} onChanged={state.reload} />}
      {note}
      <Mixer />
      <ProcessorsPanel />
      <TransportBar />
    </>
  );
}
