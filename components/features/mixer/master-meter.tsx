// The master's meter as wide as the song, and what broadcasters ask for in figures; a click measures anew.
'use client';
import { useEffect, useRef } from 'react';
import type { MeterReading } from '@/components/player/types';
import { useStudio } from '@/components/session/studio-context';
import { TipButton } from '@/components/ui/tip-button';
import { Tip } from '@/components/ui/tooltip';
import { MeterChannels, useBars } from './level-meter';
import { METER_MARKS_DB, meterPosition } from './level-scale';
import styles from './master-meter.module.css';
import { isGated, meterFigure } from './meter-bars';

interface Figure {
  readonly id: string;
  readonly label: string;
  readonly unit: string;
  readonly about: string;
  readonly of: (reading: MeterReading) => number;
  /** From here on it is marked: encoders overshoot, and so do converters. */
  readonly warnAbove?: number;
}

const FIGURES: readonly Figure[] = [
  {
    id: 'integrated',
    label: 'Integrated',
    unit: 'LUFS',
    of: ({ master }) => master.integratedLufs,
    about: 'Loudness since playback began at the start',
  },
  {
    id: 'short-term',
    label: 'Short-term',
    unit: 'LUFS',
    of: ({ master }) => master.shortTermLufs,
    about: 'Loudness of the last three seconds',
  },
  {
    id: 'momentary',
    label: 'Momentary',
    unit: 'LUFS',
    of: ({ master }) => master.momentaryLufs,
    about: 'Loudness of the last 400 milliseconds',
  },
  {
    id: 'true-peak',
    label: 'True peak',
    unit: 'dBTP',
    of: ({ master }) => master.truePeakDbtp,
    about: 'The highest level, between samples too',
    warnAbove: -1,
  },
  {
    id: 'limiter',
    label: 'Limiter',
    unit: 'dB',
    of: ({ master }) => 0 - master.reductionDb,
    about: 'What the limiter takes off',
  },
];

const readMaster = ({ master }: MeterReading) => master;

function Figures() {
  const { player } = useStudio().session;
  const list = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const show = (reading: MeterReading) => {
      for (const { id, unit, of, warnAbove = Infinity } of FIGURES) {
        const output = list.current?.querySelector<HTMLElement>(`[data-figure="${id}"]`);
        if (!output) continue;
        const value = of(reading);
        const isSilent = !Number.isFinite(value) || (unit === 'LUFS' && isGated(value));
        // Silence has no level: a dash, and no unit of what was not measured.
        output.textContent = isSilent ? '–' : meterFigure(value);
        output.dataset.silent = String(isSilent);
        output.dataset.warns = String(value > warnAbove);
      }
    };
    show(player.readMeters());
    return player.subscribeMeters(show);
  }, [player]);
  return (
    <TipButton
      ref={list}
      className={styles.figures}
      onClick={() => player.resetMeters()}
      tip="Click to reset the integrated loudness and the true peak"
      describes
    >
      {FIGURES.map(({ id, label, unit, about }) => (
        <Tip key={id} text={about}>
          <span className={styles.figure}>
            <small>{label}</small>
            <span>
              <b data-figure={id} />
              <small>{unit}</small>
            </span>
          </span>
        </Tip>
      ))}
    </TipButton>
  );
}

export function MasterMeter() {
  const { left, right } = useBars(readMaster);
  return (
    <section className={styles.meter} aria-label="Master meter">
      <MeterChannels left={left} right={right} />
      <div className={styles.scale} aria-hidden="true">
        {METER_MARKS_DB.map((db) => (
          <span key={db} style={{ left: `${meterPosition(db) * 100}%` }}>
            {db}
          </span>
        ))}
      </div>
      <Figures />
    </section>
  );
}
