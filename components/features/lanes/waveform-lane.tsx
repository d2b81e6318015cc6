// The hand on a waveform: click or arrow keys to go there, drag to loop a stretch.
'use client';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import { type Samples, samplesToSeconds } from '@/audio/units';
import type { LoopRange, Player } from '@/components/player/types';
import { usePlayer } from '@/components/session/transport/use-player';
import { formatLength } from '@/components/ui/format';
import { draggedRange, keyTarget, sampleAt } from './lane-gesture';
import styles from './waveform-lane.module.css';

export interface WaveformLaneProps {
  readonly player: Player;
  /** What the width of the lane stands for: at least the song, which may be shorter than its stems were. */
  readonly length: Samples;
  /** What the lane shows, such as the stem's name. */
  readonly label: string;
  readonly onSeek: (position: Samples) => void;
  readonly onLoop: (range: LoopRange) => void;
  /** The waveform, and marks over it positioned in per cent of the lane. */
  readonly children: ReactNode;
}

/** As wide as the song is long. The loop is handed over when the drag ends; Escape drops a drag under way. */
export function WaveformLane(props: WaveformLaneProps) {
  const { player, length, label, children } = props;
  const lane = useRef<HTMLDivElement>(null);
  const selection = useRef<HTMLDivElement>(null);
  const second = usePlayer(player, (state) => Math.floor(samplesToSeconds(state.position)));
  const gesture = useLaneGesture(props, lane, selection);
  return (
    <div
      ref={lane}
      className={styles.lane}
      role="slider"
      tabIndex={0}
      aria-label={`${label}: playback position`}
      aria-valuemin={0}
      aria-valuemax={Math.ceil(samplesToSeconds(length))}
      aria-valuenow={second}
      aria-valuetext={`${formatLength(second)} of ${formatLength(samplesToSeconds(length))}`}
      {...gesture}
    >
      {children}
      <div ref={selection} className={styles.selection} hidden />
    </div>
  );
}

type Element = React.RefObject<HTMLDivElement | null>;

/** Handlers that turn clicks, drags and keys on the lane into onSeek and onLoop. */
function useLaneGesture(props: WaveformLaneProps, lane: Element, selection: Element) {
  const { player, length, onSeek, onLoop } = props;
  const pressedAt = useRef<number | null>(null);
  const rangeTo = (x: number): LoopRange | null => {
    const box = lane.current?.getBoundingClientRect();
    if (!box || pressedAt.current === null) return null;
    return draggedRange(pressedAt.current, x, box.left, box.width, length);
  };
  const clear = () => {
    pressedAt.current = null;
    showRange(selection.current, null, 1);
  };
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pressedAt.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent) => {
      if (pressedAt.current === null) return;
      showRange(selection.current, rangeTo(event.clientX), length);
    },
    onPointerUp: (event: PointerEvent<HTMLDivElement>) => {
      if (pressedAt.current === null) return;
      const range = rangeTo(event.clientX);
      const { left, width } = event.currentTarget.getBoundingClientRect();
      clear();
      if (range) onLoop(range);
      else onSeek(sampleAt(event.clientX, left, width, length));
    },
    onPointerCancel: clear,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Escape') return clear();
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const target = keyTarget(event.key, event.shiftKey, player.getPlayhead(), player.getState().length);
      if (target === null) return;
      event.preventDefault();
      onSeek(target);
    },
  };
}

/** Draws the stretch under the drag straight into the page: a render per pointer move would be a storm. */
function showRange(mark: HTMLDivElement | null, range: LoopRange | null, length: number): void {
  if (!mark) return;
  mark.hidden = range === null;
  if (range === null) return;
  mark.style.left = `${(range.start / length) * 100}%`;
  mark.style.width = `${((range.end - range.start) / length) * 100}%`;
}
