// The picture of an equaliser: what it does to every frequency, and a handle for each of its bands.
'use client';
import { memo } from 'react';
import { EQ_BAND_NAMES } from '@/contract/processors/equaliser';
import type { EqState } from '@/document/processors';
import { bandStyle } from './band-color';
import styles from './eq-curve.module.css';
import { bandPath, HEIGHT, placeOfDb, placeOfHz, responsePath, WIDTH } from './eq-drawing';
import { EqPoint } from './eq-point';

const LINES_HZ = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000];
const LABELS_HZ: readonly (readonly [hz: number, label: string])[] = [
  ...([
    [50, '50'],
    [100, '100'],
    [200, '200'],
    [500, '500'],
  ] as const),
  ...([
    [1_000, '1k'],
    [2_000, '2k'],
    [5_000, '5k'],
    [10_000, '10k'],
  ] as const),
];
const LINES_DB = [-18, -12, -6, 6, 12, 18];
const LABELS_DB = [-18, -12, -6, 0, 6, 12, 18];

function Grid() {
  return (
    <g className={styles.grid}>
      {LINES_HZ.map((hz) => (
        <line key={hz} x1={placeOfHz(hz) * WIDTH} x2={placeOfHz(hz) * WIDTH} y1={0} y2={HEIGHT} />
      ))}
      {LINES_DB.map((db) => (
        <line key={db} x1={0} x2={WIDTH} y1={placeOfDb(db) * HEIGHT} y2={placeOfDb(db) * HEIGHT} />
      ))}
      <line className={styles.zero} x1={0} x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
    </g>
  );
}

function Labels() {
  return (
    <div aria-hidden="true">
      {LABELS_HZ.map(([hz, label]) => (
        <span key={hz} className={styles.hz} style={{ left: `${placeOfHz(hz) * 100}%` }}>
          {label}
        </span>
      ))}
      {LABELS_DB.map((db) => (
        <span key={db} className={styles.db} style={{ top: `${placeOfDb(db) * 100}%` }}>
          {db > 0 ? `+${db}` : db}
        </span>
      ))}
    </div>
  );
}

const Response = memo(function Response({ eq }: { readonly eq: EqState }) {
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <Grid />
      {EQ_BAND_NAMES.filter((band) => eq[band].gainDb !== 0).map((band) => (
        <path key={band} className={styles.band} style={bandStyle(band)} d={bandPath(eq, band)} />
      ))}
      <path className={styles.response} d={responsePath(eq)} />
    </svg>
  );
});

interface EqCurveProps {
  readonly entity: string;
  readonly owner: string;
  readonly eq: EqState;
}

export function EqCurve({ entity, owner, eq }: EqCurveProps) {
  return (
    <div className={styles.picture} data-eq-picture data-bypass={eq.bypass}>
      <Response eq={eq} />
      <Labels />
      {EQ_BAND_NAMES.map((band, index) => (
        <EqPoint key={band} entity={entity} owner={owner} band={band} number={index + 1} />
      ))}
    </div>
  );
}
