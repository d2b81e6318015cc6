// One stem over time: its waveform with the marks over it; the others see where this pointer is.
'use client';
import { type PointerEvent, useCallback } from 'react';
import { samplesToSeconds } from '@/audio/units';
import type { StemResult } from '@/document/schema';
import { CommentMarks } from '../comments/comment-marks';
import { sampleAt } from '../player/lane-gesture';
import { usePlayer } from '../player/use-player';
import { Waveform } from '../player/waveform';
import { WaveformLane } from '../player/waveform-lane';
import { usePanel } from '../side-panel/panel-context';
import styles from './lane.module.css';
import { LoopMark, Playhead, RemoteMarks } from './lane-marks';
import { stemColor } from './stem-color';
import { useStudio } from './studio-context';
import { useIsHeard } from './use-strip';

export function Lane({ stem }: { readonly stem: StemResult }) {
  const { session, isEditor } = useStudio();
  const { player, transport, connection, media } = session;
  const { compose } = usePanel();
  const { id, name } = stem;
  const { presence } = connection;
  const isHeard = useIsHeard(id);
  const length = usePlayer(player, (state) => state.length);
  const loadPeaks = useCallback((signal: AbortSignal) => media.fetchPeaks(id, signal), [media, id]);
  const sampleUnder = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return sampleAt(event.clientX, left, width, length);
  };
  const onPointerMove = (event: PointerEvent) => {
    presence.share({ cursor: { seconds: samplesToSeconds(sampleUnder(event)), stemId: id } });
  };
  /** With Alt a click is a comment on that moment, before it can become a jump or a loop. */
  const onPointerDownCapture = (event: PointerEvent) => {
    if (!event.altKey || !isEditor || event.button !== 0) return;
    event.stopPropagation();
    event.preventDefault();
    compose({ stemId: id, position: sampleUnder(event) });
  };
  return (
    <div
      className={styles.lane}
      data-heard={isHeard}
      onPointerDownCapture={onPointerDownCapture}
      onPointerMove={onPointerMove}
      onPointerLeave={() => presence.share({ cursor: null })}
    >
      <WaveformLane
        player={player}
        label={name}
        onSeek={(position) => transport.seek(position)}
        onLoop={(range) => transport.loopBetween(range.start, range.end)}
      >
        <div className={styles.wave}>
          <Waveform loadPeaks={loadPeaks} color={stemColor(id)} lengthSamples={length} player={player} />
        </div>
        <LoopMark />
        <RemoteMarks stemId={id} />
        <Playhead />
      </WaveformLane>
      <CommentMarks stemId={id} />
    </div>
  );
}
