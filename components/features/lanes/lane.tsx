// One track over time: its clips or the automation over them, with the marks; the others see where this pointer is.
'use client';
import type { KeyboardEvent, PointerEvent, ReactNode } from 'react';
import { type Samples, samplesToSeconds } from '@/audio/units';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { splitAtPlayhead } from '@/components/session/lanes/picked-clip';
import { useIsAudible } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { useSelected } from '@/components/ui/store';
import { endOf } from '@/document/clip-schema';
import type { Track } from '@/document/tracks';
import { CommentMarks } from './comment-marks';
import { GroupClips } from './group-clips';
import styles from './lane.module.css';
import { ClipBody } from './lane-clip-body';
import { ClipHandlesLayer } from './lane-clip-handles';
import { LaneCurve } from './lane-curve';
import { sampleAt } from './lane-gesture';
import { LoopMark, Playhead, RemoteMarks, SnapMark } from './lane-marks';
import { LaneModes, useLaneMode } from './lane-modes';
import { LaneTrace } from './lane-trace';
import { useClips } from './use-clips';
import { useLaneComment } from './use-lane-comment';
import { useLanePeaks } from './use-peaks';
import { WaveformLane } from './waveform-lane';

/** Notifies the other users where this pointer is. */
function useSharedPointer(stemId: string, length: number) {
  const { presence } = useStudio().session.connection;
  return {
    onPointerMove: (event: PointerEvent) => {
      const { left, width } = event.currentTarget.getBoundingClientRect();
      const seconds = samplesToSeconds(sampleAt(event.clientX, left, width, length));
      presence.share({ cursor: { seconds, stemId } });
    },
    onPointerLeave: () => presence.share({ cursor: null }),
  };
}

interface LaneProps {
  readonly track: Track;
  /** What lies over the clips besides. */
  readonly children?: ReactNode;
}

export function Lane({ track, children }: LaneProps) {
  const { session, canEdit } = useStudio();
  const { player, transport, tracks, lanes } = session;
  const { id, name } = track;
  const onPointerDownCapture = useLaneComment(id);
  const isAudible = useIsAudible(id);
  const length = useLaneLength();
  const mode = useLaneMode(id);
  const isGroup = track.kind === 'group';
  const available = useSelected(tracks.available, (samples) => samples);
  const fullScale = useSelected(lanes.view.fullScale, (amplitude) => amplitude);
  const isDropTarget = useSelected(lanes.view.dropTrack, (target) => target === id);
  const picked = useSelected(lanes.view.picked, (each) => (each?.stemId === id ? each.clipId : null));
  const { clips, setDragged } = useClips(track);
  const { peaks, hasFailed } = useLanePeaks(track, clips, available);
  const onSeek = (position: Samples) => {
    transport.seek(position);
    const hit = clips.find((clip) => clip.start <= position && position < endOf(clip));
    lanes.view.picked.set(hit ? { stemId: id, clipId: hit.id } : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (
      !canEdit ||
      isGroup ||
      event.key.toLowerCase() !== 's' ||
      event.ctrlKey ||
      event.metaKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    event.stopPropagation();
    splitAtPlayhead(session, id);
  };
  return (
    <fieldset
      className={styles.lane}
      aria-label={`${name} lane`}
      data-audible={isAudible}
      // Clips lie on tracks: none can be dropped on a group.
      data-lane={isGroup ? undefined : id}
      data-drop={isDropTarget}
      onPointerDownCapture={onPointerDownCapture}
      onKeyDown={onKeyDown}
      {...useSharedPointer(id, length)}
    >
      <WaveformLane
        player={player}
        length={length}
        label={name}
        onSeek={onSeek}
        onLoop={(range) => transport.loopBetween(range.start, range.end)}
      >
        <div className={styles.clips}>
          {isGroup && <GroupClips group={track} length={length} />}
          {clips.map((clip) => (
            <ClipBody
              key={clip.id}
              clip={clip}
              peaks={peaks.get(clip.source ?? track.stemId ?? '') ?? null}
              fullScale={fullScale}
              player={player}
              laneLength={length}
              color={trackColor(track.color)}
              isPicked={clip.id === picked}
            />
          ))}
        </div>
        {mode === 'clips' && <LaneTrace stemId={id} />}
        {hasFailed && <p className={styles.failed}>The waveform could not be loaded.</p>}
        {available < length && (
          <div className={styles.coming} style={{ left: `${(available / length) * 100}%` }} />
        )}
        <LoopMark />
        <SnapMark />
        <RemoteMarks stemId={id} />
        <Playhead />
      </WaveformLane>
      {children}
      {mode === 'clips' ? (
        <ClipHandlesLayer track={track} clips={clips} setDragged={setDragged} canEdit={canEdit} />
      ) : (
        <LaneCurve key={mode} track={track} canEdit={canEdit} lane={mode} />
      )}
      <LaneModes track={track} canEdit={canEdit} />
      <CommentMarks stemId={id} />
    </fieldset>
  );
}
