// One stem over time: its waveform with the marks over it; the others see where this pointer is.
'use client';
import { type PointerEvent, useCallback } from 'react';
import { samplesToSeconds } from '@/audio/units';
import type { StemResult } from '@/document/schema';
import { useSelected } from '../collaboration/store';
import { CommentMarks } from '../comments/comment-marks';
import { useLaneComment } from '../comments/use-lane-comment';
import { sampleAt } from '../player/lane-gesture';
import { usePlayer } from '../player/use-player';
import { Waveform } from '../player/waveform';
import { WaveformLane } from '../player/waveform-lane';
import styles from './lane.module.css';
import { LoopMark, Playhead, RemoteMarks } from './lane-marks';
import { stemColor } from './stem-color';
import { useStudio } from './studio-context';
import { useIsHeard } from './use-strip';

export function Lane({ stem }: { readonly stem: StemResult }) {
  const { player, transport, connection, media, stems } = useStudio().session;
  const { id, name } = stem;
  const onPointerDownCapture = useLaneComment(id);
  const { presence } = connection;
  const isHeard = useIsHeard(id);
  const length = usePlayer(player, (state) => state.length);
  const available = useSelected(stems.available, (samples) => samples);
  // biome-ignore lint/correctness/useExhaustiveDependencies: while the song is separated its peaks grow.
  const loadPeaks = useCallback(
    (signal: AbortSignal) => media.fetchPeaks(id, signal),
    [media, id, available],
  );
  const onPointerMove = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const seconds = samplesToSeconds(sampleAt(event.clientX, left, width, length));
    presence.share({ cursor: { seconds, stemId: id } });
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
          <Waveform
            key={stem.sourceId}
            loadPeaks={loadPeaks}
            color={stemColor(id)}
            lengthSamples={length}
            player={player}
          />
        </div>
        {available < length && (
          <div className={styles.coming} style={{ left: `${(available / length) * 100}%` }} />
        )}
        <LoopMark />
        <RemoteMarks stemId={id} />
        <Playhead />
      </WaveformLane>
      <CommentMarks stemId={id} />
    </div>
  );
}
