// Plays a finished set: what is playing, and a timeline with the tracks and their transitions on it.
'use client';
import { Pause, Play } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { formatLength } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Tip } from '@/components/ui/tooltip';
import { addressOf } from '@/contract/http/address';
import { downloadSet } from '@/contract/http/set-files';
import { playingAt, type TrackMark } from './set-marks';
import styles from './set-player.module.css';
import { useSetAudio } from './use-set-audio';

interface SetPlayerProps {
  readonly setId: string;
  readonly durationS: number;
  readonly marks: readonly TrackMark[];
}

/** Seconds that an arrow key moves. */
const STEP_S = 10;

export function SetPlayer({ setId, durationS, marks }: SetPlayerProps) {
  const audio = useRef<HTMLAudioElement>(null);
  const { isPlaying, position, error, toggle, seek } = useSetAudio(audio);
  const now = playingAt(marks, position);
  const percent = (seconds: number) => `${(100 * seconds) / durationS}%`;
  const onPointer = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    seek(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationS);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const steps: Readonly<Record<string, number>> = {
      ArrowLeft: position - STEP_S,
      ArrowRight: position + STEP_S,
      Home: 0,
      End: durationS,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    seek(Math.min(durationS, Math.max(0, to)));
  };
  return (
    <div className={styles.player}>
      {/* biome-ignore lint/a11y/useMediaCaption: music has no words to caption. */}
      <audio ref={audio} src={addressOf(downloadSet, { id: setId })} preload="metadata" />
      <button
        type="button"
        className={styles.play}
        aria-label={isPlaying ? 'Pause the set' : 'Play the set'}
        onClick={toggle}
      >
        {isPlaying ? <Pause aria-hidden /> : <Play aria-hidden />}
      </button>
      <div className={styles.about}>
        <p className={styles.now}>{now.map(({ name }) => name).join(' → ') || marks[0]?.name}</p>
        <p className={styles.time}>
          {formatLength(position)} / {formatLength(durationS)}
        </p>
      </div>
      <div
        className={styles.timeline}
        role="slider"
        tabIndex={0}
        aria-label="Position in the set"
        aria-valuemin={0}
        aria-valuemax={Math.round(durationS)}
        aria-valuenow={Math.round(position)}
        aria-valuetext={`${formatLength(position)}, ${now.map(({ name }) => name).join(' into ')}`}
        onPointerDown={onPointer}
        onPointerMove={(event) => event.buttons === 1 && onPointer(event)}
        onKeyDown={onKeyDown}
      >
        {marks.map(({ name, start, end }, index) => (
          <Tip key={`${start} ${name}`} text={`${formatLength(start)} ${name}`}>
            <span
              className={styles.track}
              data-row={index % 2}
              style={{ left: percent(start), width: percent(end - start) }}
            >
              <b>{name}</b>
            </span>
          </Tip>
        ))}
        <i className={styles.head} style={{ left: percent(position) }} />
      </div>
      {error && <Notice tone="danger">{error}</Notice>}
    </div>
  );
}
