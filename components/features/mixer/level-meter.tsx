// The meter of one stem after its fader: left and right, and how loud it has been over three seconds.
'use client';
import { type RefObject, useEffect, useRef } from 'react';
import type { MeterReading, Player, StripReading } from '@/components/player/types';
import { useStudio } from '@/components/session/studio-context';
import { Tip } from '@/components/ui/tooltip';
import styles from './level-meter.module.css';
import { driveBars, isGated, loudnessFigure, meterFigure } from './meter-bars';

type BarRef = RefObject<HTMLDivElement | null>;

/** Both bars; their parts are sized by the variables that `driveBars` sets. */
export function MeterChannels({ left, right }: { readonly left: BarRef; readonly right: BarRef }) {
  return (
    <div className={styles.channels} aria-hidden="true">
      {[left, right].map((bar, side) => (
        <div key={side === 0 ? 'left' : 'right'} ref={bar} className={styles.bar}>
          <i className={styles.peak} />
          <i className={styles.rms} />
          <i className={styles.hold} />
        </div>
      ))}
    </div>
  );
}

/** Bars that show what `read` picks of each reading. `read` must stay the same function. */
export function useBars(read: (reading: MeterReading) => StripReading | undefined) {
  const { player } = useStudio().session;
  const left = useRef<HTMLDivElement>(null);
  const right = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!left.current || !right.current) return;
    return driveBars(player, [left.current, right.current], read);
  }, [player, read]);
  return { left, right };
}

/** All that is measured of a strip, as a sentence that follows the music. */
function StripReadings({ player, trackId }: { readonly player: Player; readonly trackId: string }) {
  const readings = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const show = ({ tracks }: MeterReading) => {
      const strip = tracks[trackId];
      if (readings.current && strip)
        readings.current.textContent = `Short-term ${loudnessFigure(strip.shortTermLufs)} LUFS, integrated ${loudnessFigure(strip.integratedLufs)} LUFS, true peak ${meterFigure(strip.truePeakDbtp)} dBTP`;
    };
    show(player.readMeters());
    return player.subscribeMeters(show);
  }, [player, trackId]);
  return <span ref={readings} />;
}

/** Short-term loudness in figures, and the rest when pointed at. */
function StripLoudness({ trackId }: { readonly trackId: string }) {
  const { player } = useStudio().session;
  const figure = useRef<HTMLOutputElement>(null);
  useEffect(() => {
    const show = ({ tracks }: MeterReading) => {
      const strip = tracks[trackId];
      if (!figure.current || !strip) return;
      // Silence needs no figure on every strip.
      const { shortTermLufs } = strip;
      figure.current.textContent = isGated(shortTermLufs) ? '' : loudnessFigure(shortTermLufs);
    };
    show(player.readMeters());
    return player.subscribeMeters(show);
  }, [player, trackId]);
  return (
    // The tooltip stands outside of the studio: what it shows gets the player handed in.
    <Tip text={<StripReadings player={player} trackId={trackId} />}>
      <span className={styles.loudness}>
        <output ref={figure} aria-live="off" aria-label="Short-term loudness" />
        <span>LUFS</span>
      </span>
    </Tip>
  );
}

export function LevelMeter({ trackId }: { readonly trackId: string }) {
  const read = useRef(({ tracks }: MeterReading) => tracks[trackId]);
  const { left, right } = useBars(read.current);
  return (
    <div className={styles.meter}>
      <MeterChannels left={left} right={right} />
      <StripLoudness trackId={trackId} />
    </div>
  );
}
