// The level of one stem after its fader, drawn straight into the page 30 times a second without React.
'use client';
import { useEffect, useRef } from 'react';
import type { Level, MeterReading, Player } from '../player/types';
import styles from './level-meter.module.css';
import { amplitudePosition, PeakHold } from './level-scale';
import { useStudio } from './studio-context';

interface MeterBar {
  draw(level: Level): void;
  /** Empties the bar; the clip light stays. */
  rest(): void;
}

const SILENT: Level = { peak: 0, rms: 0 };

/** Drives the elements of one bar; `clip` stays lit until the bar is made anew. */
export function meterBar(bar: HTMLElement): MeterBar {
  const hold = new PeakHold();
  const draw = ({ peak, rms }: Level) => {
    bar.style.setProperty('--peak', amplitudePosition(peak).toFixed(4));
    bar.style.setProperty('--rms', amplitudePosition(rms).toFixed(4));
    bar.style.setProperty('--hold', amplitudePosition(hold.feed(peak)).toFixed(4));
    if (peak > 1) bar.dataset.clipped = 'true';
  };
  const rest = () => {
    hold.reset();
    draw(SILENT);
  };
  return { draw, rest };
}

/** Feeds meters while the player plays and empties them when it rests; returns the way out. */
export function driveMeters(
  player: Player,
  draw: (reading: MeterReading) => void,
  rest: () => void,
): () => void {
  const isRunning = () => player.getState().status === 'playing';
  const stops = [
    // A reading may still arrive after the pause; it would light a bar that nobody puts out.
    player.subscribeMeters((reading) => (isRunning() ? draw(reading) : rest())),
    player.subscribe(() => !isRunning() && rest()),
  ];
  return () => {
    for (const stop of stops) stop();
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
    return driveMeters(
      session.player,
      (reading) => drive.draw(reading.stems[stemId] ?? SILENT),
      () => drive.rest(),
    );
  }, [session, stemId]);
  return (
    <div className={styles.meter}>
      <MeterChannel barRef={bar} />
    </div>
  );
}
