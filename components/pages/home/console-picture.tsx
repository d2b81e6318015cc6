// A drawing of the mixer for the front page: four stems with their waveforms, one of them turned down.
import type { CSSProperties } from 'react';
import styles from './console-picture.module.css';

interface PictureStem {
  readonly name: string;
  readonly color: string;
  readonly level: number;
  readonly isQuiet: boolean;
  /** Beats between hits; long ones breathe, short ones pound. */
  readonly period: number;
}

const STEMS: readonly PictureStem[] = [
  { name: 'Vocals', color: 'var(--track-rose)', level: 0.8, isQuiet: false, period: 31 },
  { name: 'Drums', color: 'var(--track-amber)', level: 0.72, isQuiet: false, period: 6 },
  { name: 'Bass', color: 'var(--track-violet)', level: 0.86, isQuiet: false, period: 12 },
  { name: 'Other', color: 'var(--track-teal)', level: 0.34, isQuiet: true, period: 47 },
];

const BARS = 148;
const PLAYED = 0.36;

/** The half height of bar `i`, 0 to 1: a decaying envelope with a fixed wobble, the same on every visit. */
function barHeight(i: number, period: number): number {
  const decay = Math.exp((-2.2 * (i % period)) / period);
  const phrase = 0.55 + 0.45 * Math.sin((i / BARS) * Math.PI * 3 + period);
  const wobble = 0.5 + 0.5 * Math.abs(Math.sin(i * 12.9898 * period));
  return Math.max(0.04, decay * wobble * Math.abs(phrase));
}

function wavePath(period: number): string {
  let path = '';
  for (let i = 0; i < BARS; i++) {
    const half = barHeight(i, period) * 18;
    path += `M${i * 4 + 2} ${(20 - half).toFixed(1)}V${(20 + half).toFixed(1)}`;
  }
  return path;
}

export function ConsolePicture() {
  return (
    <div className={styles.console} aria-hidden="true">
      {STEMS.map((stem) => (
        <div
          key={stem.name}
          className={styles.row}
          style={{ '--strip-color': stem.color, '--level': stem.level } as CSSProperties}
        >
          <div className={styles.strip}>
            <span className={styles.name}>{stem.name}</span>
            <span className={styles.slot} />
          </div>
          <svg
            className={styles.wave}
            aria-hidden="true"
            viewBox={`0 0 ${BARS * 4} 40`}
            preserveAspectRatio="none"
          >
            <path d={wavePath(stem.period)} className={stem.isQuiet ? styles.quiet : styles.loud} />
          </svg>
        </div>
      ))}
      <span className={styles.playhead} style={{ '--played': PLAYED } as CSSProperties} />
    </div>
  );
}
