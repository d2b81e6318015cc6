// The time ruler above the lanes, with the same hand on it as they have.
'use client';
import { useRef } from 'react';
import { samplesToSeconds } from '@/audio/units';
import { CommentMarks } from '../comments/comment-marks';
import { useLaneComment } from '../comments/use-lane-comment';
import { WaveformLane } from '../player/waveform-lane';
import { formatLength } from '../shell/format';
import { useLaneLength } from './lane-length';
import { CatchMark, LoopMark, Playhead, RemoteMarks } from './lane-marks';
import styles from './ruler.module.css';
import { rulerTicks } from './ruler-ticks';
import { useStudio } from './studio-context';
import { useWidth } from './use-width';

export function Ruler() {
  const { player, transport } = useStudio().session;
  const ruler = useRef<HTMLDivElement>(null);
  const onPointerDownCapture = useLaneComment(null);
  const width = useWidth(ruler);
  const length = useLaneLength();
  const lengthS = samplesToSeconds(length);
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
        <LoopMark />
        <CatchMark />
        <RemoteMarks stemId={null} />
        <Playhead />
      </WaveformLane>
      <CommentMarks stemId={null} />
    </div>
  );
}
