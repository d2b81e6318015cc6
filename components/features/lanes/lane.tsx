// One stem over time: its clips or the automation over them, with the marks; the others see where this pointer is.
'use client';
import { type KeyboardEvent, type PointerEvent, useCallback, useEffect } from 'react';
import { type Samples, samplesToSeconds } from '@/audio/units';
import { useLaneLength } from '@/components/session/lane-length';
import { splitAtPlayhead } from '@/components/session/picked-clip';
import { stemColor } from '@/components/session/stem-color';
import { useStudio } from '@/components/session/studio-context';
import { useIsAudible } from '@/components/session/use-strip';
import { useSelected } from '@/components/ui/store';
import { endOf } from '@/document/clip-schema';
import type { StemResult } from '@/document/schema';
import { CommentMarks } from './comment-marks';
import styles from './lane.module.css';
import { ClipBody } from './lane-clip-body';
import { ClipHandlesLayer } from './lane-clip-handles';
import { LaneCurve } from './lane-curve';
import { sampleAt } from './lane-gesture';
import { LoopMark, Playhead, RemoteMarks, SnapMark } from './lane-marks';
import { LaneModes, useLaneMode } from './lane-modes';
import { LaneTrace } from './lane-trace';
import { loudest } from './peaks-slice';
import { useClips } from './use-clips';
import { useLaneComment } from './use-lane-comment';
import { type PeaksState, usePeaks } from './use-peaks';
import { WaveformLane } from './waveform-lane';

/** The peaks of a stem; how loud it gets sets the scale of all lanes. */
function useStemPeaks({ id, sourceId }: StemResult, available: number): PeaksState {
  const { media, lanes } = useStudio().session;
  // biome-ignore lint/correctness/useExhaustiveDependencies: peaks grow during separation; other audio has others.
  const load = useCallback(
    (signal: AbortSignal) => media.fetchPeaks(id, signal),
    [media, id, available, sourceId],
  );
  const state = usePeaks(load);
  const { peaks } = state;
  useEffect(() => {
    if (peaks) lanes.view.setLoudest(id, loudest(peaks));
  }, [peaks, lanes, id]);
  return state;
}

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

export function Lane({ stem }: { readonly stem: StemResult }) {
  const { session, canEdit } = useStudio();
  const { player, transport, stems, lanes } = session;
  const { id, name } = stem;
  const onPointerDownCapture = useLaneComment(id);
  const isAudible = useIsAudible(id);
  const length = useLaneLength();
  const mode = useLaneMode(id);
  const available = useSelected(stems.available, (samples) => samples);
  const { peaks, failed } = useStemPeaks(stem, available);
  const fullScale = useSelected(lanes.view.fullScale, (amplitude) => amplitude);
  const picked = useSelected(lanes.view.picked, (each) => (each?.stemId === id ? each.clipId : null));
  const { clips, setDragged } = useClips(stem);
  const onSeek = (position: Samples) => {
    transport.seek(position);
    const hit = clips.find((clip) => clip.start <= position && position < endOf(clip));
    lanes.view.picked.set(hit ? { stemId: id, clipId: hit.id } : null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!canEdit || event.key.toLowerCase() !== 's' || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    splitAtPlayhead(session, id);
  };
  return (
    <fieldset
      className={styles.lane}
      aria-label={`${name} lane`}
      data-heard={isAudible}
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
          {clips.map((clip) => (
            <ClipBody
              key={clip.id}
              clip={clip}
              peaks={peaks}
              fullScale={fullScale}
              player={player}
              laneLength={length}
              color={stemColor(id)}
              isPicked={clip.id === picked}
            />
          ))}
        </div>
        {mode === 'clips' && <LaneTrace stemId={id} />}
        {failed && <p className={styles.failed}>The waveform could not be loaded.</p>}
        {available < length && (
          <div className={styles.coming} style={{ left: `${(available / length) * 100}%` }} />
        )}
        <LoopMark />
        <SnapMark />
        <RemoteMarks stemId={id} />
        <Playhead />
      </WaveformLane>
      {mode === 'clips' ? (
        <ClipHandlesLayer stem={stem} clips={clips} setDragged={setDragged} canEdit={canEdit} />
      ) : (
        <LaneCurve key={mode} stem={stem} canEdit={canEdit} lane={mode} />
      )}
      <LaneModes stem={stem} canEdit={canEdit} />
      <CommentMarks stemId={id} />
    </fieldset>
  );
}
