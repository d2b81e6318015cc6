// The level of the open input: a bar from -60 dBFS to full scale, red where it clips.
'use client';
import { useEffect, useRef } from 'react';
import { gainToDb } from '@/audio/units';
import { useStudio } from '@/components/session/studio-context';
import styles from './input-level.module.css';

const LOWEST_DB = -60;
/** How fast the bar falls, in decibels for each reading; there are 20 a second. */
const FALL_DB = 2;

export function InputLevel() {
  const { input } = useStudio().session.recorder;
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let shown = LOWEST_DB;
    const draw = () => {
      const peak = input.level.get();
      const db = peak === null ? LOWEST_DB : Math.max(LOWEST_DB, gainToDb(peak));
      shown = Math.max(db, shown - FALL_DB);
      bar.current?.style.setProperty('--level', String(1 - shown / LOWEST_DB));
      if (bar.current) bar.current.dataset.clipped = String(peak !== null && peak >= 1);
    };
    draw();
    return input.level.subscribe(draw);
  }, [input]);
  return (
    <div ref={bar} className={styles.bar} aria-hidden="true">
      <i className={styles.fill} />
    </div>
  );
}
