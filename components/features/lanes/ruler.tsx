// The time ruler above the lanes, with the same hand on it as they have.
'use client';
import { useRef } from 'react';
import { samplesToSeconds } from '@/audio/units';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { useStudio } from '@/components/session/studio-context';
import { formatLength } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import { useWidth } from '@/components/ui/use-width';
import { CommentMarks } from './comment-marks';
import { LoopMark, Playhead, RemoteMarks, SnapMark } from './lane-marks';
import styles from './ruler.module.css';
import { rulerBars, rulerTicks } from './ruler-ticks';
import { useLaneComment } from './use-lane-comment';
import { WaveformLane } from './waveform-lane';

export function Ruler() {
  const { player, transport, lanes } = useStudio().session;
  const ruler = useRef<HTMLDivElement>(null);
  const onPointerDownCapture = useLaneComment(null);
  const width = useWidth(ruler);
  const length = useLaneLength();
  const lengthS = samplesToSeconds(length);
  const downbeats = useSelected(lanes.grid, (grid) => grid.downbeats);
  return (
    <div ref={ruler} className={styles.ruler} onPointerDownCapture={onPointerDownCapture}>
      <WaveformLane
        player={player}
        length={length}
        label="Song"
        onSeek={(position) => transport.seek(position)}
        onLoop={(range) => transport.loopBetween(range.start, range.end)}
      >
        {rulerTicks(lengthS, width).map((at) => (
          <span key={at} className={styles.tick} style={{ left: `${(at / lengthS) * 100}%` }}>
            {formatLength(at)}
          </span>
        ))}
        {rulerBars(downbeats, length, width).map(({ at, bar }) => (
          <span key={bar} className={styles.bar} data-bar={bar} style={{ left: `${(at / length) * 100}%` }}>
            {bar}
          </span>
        ))}
        <LoopMark />
        <SnapMark />
        <RemoteMarks stemId={null} />
        <Playhead />
      </WaveformLane>
      <CommentMarks stemId={null} />
    </div>
  );
}
