// The mixer: the ruler, a strip with its lane for every track and group, and the master.
'use client';
import { type CSSProperties, Fragment, memo, type ReactNode, useMemo, useRef, useState } from 'react';
import { Lane } from '@/components/features/lanes/lane';
import { LaneTools } from '@/components/features/lanes/lane-tools';
import { Ruler } from '@/components/features/lanes/ruler';
import { TakeLanes, TakesToggle } from '@/components/features/lanes/take-lanes';
import { MasterStrip } from '@/components/features/mixer/master-strip';
import { Strip } from '@/components/features/mixer/strip';
import {
  MasterProcessorsButton,
  StripProcessorsButton,
} from '@/components/features/processors/strip-processors-button';
import { ArmButton } from '@/components/features/recording/arm-button';
import { TakeBlocks } from '@/components/features/recording/take-blocks';
import { MonitorBadge } from '@/components/features/rehearsal/monitor-badge';
import { SeparateDialog } from '@/components/features/separation/separate-dialog';
import { SoundsProvider } from '@/components/features/style/sounds-context';
import { StyleButton } from '@/components/features/style/style-button';
import { AddTracks } from '@/components/features/tracks/add-tracks';
import { GroupFold } from '@/components/features/tracks/group-fold';
import { TrackGrip } from '@/components/features/tracks/track-grip';
import { TrackMenu } from '@/components/features/tracks/track-menu';
import { TrackName } from '@/components/features/tracks/track-name';
import { useTrackOrder } from '@/components/features/tracks/use-track-order';
import { ImportFiles } from '@/components/features/uploads/import-files';
import { useSourceImports } from '@/components/features/uploads/use-source-imports';
import { StudioProvider, useStudio } from '@/components/session/studio-context';
import type { SongState } from '@/components/session/use-song';
import { DropLine } from '@/components/ui/drop-line';
import { useSelected } from '@/components/ui/store';
import type { RowDrag } from '@/components/ui/use-row-drag';
import { IMPORT_PREFIX } from '@/contract/stems';
import type { Track } from '@/document/tracks';
import styles from './mixer.module.css';

function SoloNote() {
  const { control } = useStudio().session;
  return (
    <button type="button" className={styles.clear} onClick={() => control.clearSolo()}>
      Solo<span> is</span> on<span> for you</span>. Clear
    </button>
  );
}

interface TrackStripProps {
  readonly track: Track;
  readonly press: RowDrag['press'];
  readonly onStep: (id: string, step: -1 | 1) => void;
  /** Null while the project has a song: it takes one. */
  readonly onSeparate: ((track: Track) => void) | null;
}

const TrackStrip = memo(function TrackStrip(props: TrackStripProps) {
  const { track, press, onStep, onSeparate } = props;
  const [isNaming, setNaming] = useState(false);
  const isGroup = track.kind === 'group';
  const buttons = (
    <>
      {isGroup && <GroupFold group={track} />}
      <MonitorBadge track={track} />
      <StripProcessorsButton track={track} />
      {track.stemId === track.id && <StyleButton stem={track} />}
      <TrackMenu
        track={track}
        onRename={() => setNaming(true)}
        onSeparate={onSeparate && track.stemId?.startsWith(IMPORT_PREFIX) ? () => onSeparate(track) : null}
      />
    </>
  );
  return (
    <Strip
      track={track}
      grip={<TrackGrip track={track} press={press} onStep={(step) => onStep(track.id, step)} />}
      name={<TrackName track={track} isEditing={isNaming} onEdit={setNaming} />}
      buttons={buttons}
      arm={isGroup ? undefined : <ArmButton track={track} />}
      lane={
        <>
          <Lane track={track}>
            <TakeBlocks track={track} />
            <TakesToggle track={track} />
          </Lane>
          <TakeLanes track={track} />
        </>
      }
    />
  );
});

/** The original stands in until there are stems: it is heard, and what was changed about it would be gone with it. */
function StandIn({ children }: { readonly children: ReactNode }) {
  const studio = useStudio();
  const value = useMemo(() => ({ ...studio, canEdit: false }), [studio]);
  return <StudioProvider value={value}>{children}</StudioProvider>;
}

function Imports() {
  const { projectId } = useStudio().session;
  return <ImportFiles projectId={projectId} imports={useSourceImports(projectId)} />;
}

/** Where the song of a project can be another one. */
const WITHOUT_SONG: ReadonlySet<string | undefined> = new Set(['created', 'error', 'cancelled']);

export function Mixer({ song }: { readonly song: SongState }) {
  const { session, canEdit } = useStudio();
  const { tracks: sessionTracks, control, lanes } = session;
  const isSolo = useSelected(control.soloed, (soloed) => soloed.size > 0);
  const all = useSelected(sessionTracks.all, (each) => each);
  const folded = useSelected(lanes.view.folded, (groups) => groups);
  const tracks = useMemo(() => all.filter(({ group }) => !folded.has(group ?? '')), [all, folded]);
  const list = useRef<HTMLUListElement>(null);
  const { drag, onStep, said } = useTrackOrder(list, tracks);
  const [separated, setSeparated] = useState<Track | null>(null);
  const onSeparate = WITHOUT_SONG.has(song.song?.status) ? setSeparated : null;
  return (
    <section className={styles.mixer} aria-label="Mixer">
      <div className={styles.head}>
        <div className={styles.corner} data-solo={isSolo}>
          {isSolo ? <SoloNote /> : <span>Tracks</span>}
          <LaneTools />
        </div>
        <Ruler />
      </div>
      <ul ref={list} className={styles.strips} style={{ '--strips': tracks.length } as CSSProperties}>
        <SoundsProvider>
          {tracks.map((track) => {
            const Around = sessionTracks.isStandIn(track) ? StandIn : Fragment;
            return (
              <Around key={track.id}>
                <TrackStrip track={track} press={drag.press} onStep={onStep} onSeparate={onSeparate} />
              </Around>
            );
          })}
        </SoundsProvider>
      </ul>
      {drag.dragged && list.current && <DropLine list={list.current} gap={drag.dragged.gap} />}
      <p className={styles.said} role="status">
        {said}
      </p>
      {canEdit && (
        <AddTracks>
          <Imports />
        </AddTracks>
      )}
      <SeparateDialog track={separated} onClose={() => setSeparated(null)} onAsked={song.reload} />
      <MasterStrip buttons={<MasterProcessorsButton />} />
    </section>
  );
}
