// What a compressor or the limiter takes off, from the top down, drawn straight into the page 30 times a second.
'use client';
import { useEffect, useRef } from 'react';
import type { MeterReading, StripReading } from '@/components/player/types';
import { useStudio } from '@/components/session/studio-context';
import { Tip } from '@/components/ui/tooltip';
import styles from './reduction-meter.module.css';

/** The meter ends here; more is rarely wanted. */
const SHOWN_DB = 18;

interface ReductionMeterProps {
  readonly label: string;
  /** Of the strip in question; must stay the same function. */
  readonly read: (reading: MeterReading) => StripReading | undefined;
}

export function ReductionMeter({ label, read }: ReductionMeterProps) {
  const { player } = useStudio().session;
  const bar = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    const show = (reading: MeterReading) => {
      const db = player.getState().status === 'playing' ? (read(reading)?.reductionDb ?? 0) : 0;
      bar.current?.style.setProperty('--reduction', Math.min(1, db / SHOWN_DB).toFixed(3));
      if (figure.current) figure.current.textContent = db < 0.05 ? '0.0' : `-${db.toFixed(1)}`;
    };
    const stops = [
      player.subscribeMeters(show),
      player.subscribe(() => player.getState().status !== 'playing' && show(player.readMeters())),
    ];
    show(player.readMeters());
    return () => {
      for (const stop of stops) stop();
    };
  }, [player, read]);
  return (
    <Tip text={`${label} in decibels`}>
      <div className={styles.meter}>
        <div ref={bar} className={styles.bar} aria-hidden="true">
          <i />
        </div>
        <output ref={figure} aria-live="off" aria-label={label} />
      </div>
    </Tip>
  );
}
