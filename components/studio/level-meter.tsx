// The level of one stem after its fader, drawn straight into the page 30 times a second without React.
'use client';
import { useEffect, useRef } from 'react';
import type { Level } from '../player/types';
import styles from './level-meter.module.css';
import { amplitudePosition, PeakHold } from './level-scale';
import { useStudio } from './studio-context';

interface MeterBar {
  draw(level: Level): void;
}

const SILENT: Level = { peak: 0, rms: 0 };

/** Drives the elements of one bar; `clip` stays lit until the bar is made anew. */
export function meterBar(bar: HTMLElement): MeterBar {
  const hold = new PeakHold();
  return {
    draw({ peak, rms }) {
      bar.style.setProperty('--peak', amplitudePosition(peak).toFixed(4));
      bar.style.setProperty('--rms', amplitudePosition(rms).toFixed(4));
      bar.style.setProperty('--hold', amplitudePosition(hold.feed(peak)).toFixed(4));
      if (peak > 1) bar.dataset.clipped = 'true';
    },
  };
}

/** The bar itself; the parts are sized by the variables that `meterBar` sets. */
export function MeterChannel({ barRef }: { readonly barRef: React.RefObject<HTMLDivElement | null> }) {
  return (
    <div ref={barRef} className={styles.bar} aria-hidden="true">
      <i className={styles.peak} />
      <i className={styles.rms} />
      <i className={styles.hold} />
    </div>
  );
}

export function LevelMeter({ stemId }: { readonly stemId: string }) {
  const { session } = useStudio();
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!bar.current) return;
    const drive = meterBar(bar.current);
    return session.player.subscribeMeters((reading) => drive.draw(reading.stems[stemId] ?? SILENT));
  }, [session, stemId]);
  return (
    <div className={styles.meter}>
      <MeterChannel barRef={bar} />
    </div>
  );
}
