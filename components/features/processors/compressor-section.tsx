// The compressor of a strip: its transfer curve and its knobs.
'use client';
import { memo, useCallback } from 'react';
import type { MeterReading } from '@/components/player/types';
import type { CompressorState } from '@/document/processors';
import { SIZE, transferPath, xOfLevel, yOfLevel } from './compressor-drawing';
import styles from './compressor-section.module.css';
import { FieldKnob } from './field-knob';
import { ReductionMeter } from './reduction-meter';
import { BypassSwitch, Section } from './section';

const GRID_DB = [-48, -36, -24, -12];

const KNOBS = [
  ['compressorThresholdDb', 'Threshold'],
  ['compressorRatio', 'Ratio'],
  ['compressorKneeDb', 'Knee'],
  ['compressorMakeupDb', 'Make-up'],
  ['compressorAttackMs', 'Attack'],
  ['compressorReleaseMs', 'Release'],
  ['compressorLookAheadMs', 'Look-ahead'],
] as const;

const Curve = memo(function Curve({ compressor }: { readonly compressor: CompressorState }) {
  const x = xOfLevel(compressor.thresholdDb);
  return (
    <svg
      className={styles.curve}
      viewBox={`0 0 ${SIZE} ${SIZE}`}
      data-bypass={compressor.bypass}
      aria-hidden="true"
      focusable="false"
    >
      {GRID_DB.map((db) => (
        <g key={db} className={styles.grid}>
          <line x1={xOfLevel(db)} x2={xOfLevel(db)} y1={0} y2={SIZE} />
          <line x1={0} x2={SIZE} y1={yOfLevel(db)} y2={yOfLevel(db)} />
        </g>
      ))}
      <line className={styles.same} x1={0} x2={SIZE} y1={SIZE} y2={0} />
      <line className={styles.threshold} x1={x} x2={x} y1={0} y2={SIZE} />
      <path d={transferPath(compressor)} />
    </svg>
  );
});

interface CompressorSectionProps {
  readonly entity: string;
  readonly owner: string;
  readonly compressor: CompressorState;
}

export function CompressorSection({ entity, owner, compressor }: CompressorSectionProps) {
  const name = `${owner} compressor`;
  const read = useCallback(({ tracks }: MeterReading) => tracks[entity], [entity]);
  return (
    <Section
      title="Compressor"
      name={name}
      entity={entity}
      part="compressor"
      power={<BypassSwitch entity={entity} field="compressorBypass" name={name} />}
      className={styles.section}
    >
      <div className={styles.inside}>
        <div className={styles.picture}>
          <Curve compressor={compressor} />
          <ReductionMeter label={`${owner} gain reduction`} read={read} />
        </div>
        <div className={styles.knobs}>
          {KNOBS.map(([field, label]) => (
            <FieldKnob key={field} entity={entity} field={field} owner={owner} name={label} />
          ))}
        </div>
      </div>
    </Section>
  );
}
