// What was measured of a finished export.

import { formatBytes, formatDb, formatLength } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import type { LoudnessTarget } from '@/contract/export-formats';
import type { MixReport } from '@/contract/http/mixes';
import styles from './export-list.module.css';

const level = (db: number | null, unit: string): string => `${db === null ? '-∞' : formatDb(db)} ${unit}`;

/** `1.2 x, +2 semitones (Rubber Band R3)` */
function stretchOf({ stretcher, tempo, key_semitones: key }: MixReport): string | null {
  if (!stretcher) return null;
  const changes = [
    tempo !== 1 && `${Number((tempo * 100).toFixed(1))} % tempo`,
    key !== 0 && `${key > 0 ? '+' : ''}${Number(key.toFixed(2))} semitones`,
  ];
  return `${changes.filter(Boolean).join(', ')} by ${stretcher}`;
}

function figuresOf(report: MixReport, isSound: boolean): ReadonlyArray<readonly [string, string]> {
  const isOne = isSound && report.files.length < 2;
  const all: ReadonlyArray<readonly [string, string] | false> = [
    ['Length', formatLength(report.duration_s)],
    ['Size', formatBytes(report.bytes)],
    isOne && ['Loudness', level(report.integrated_lufs, 'LUFS')],
    isOne && report.loudness_range_lu !== null && ['Range', `${report.loudness_range_lu.toFixed(1)} LU`],
    isSound && ['True peak', level(report.true_peak_dbtp, 'dBTP')],
  ];
  return all.filter((figure) => figure !== false);
}

interface ExportReportProps {
  readonly report: MixReport;
  /** What was asked for. */
  readonly loudness: LoudnessTarget | null;
  /** False for a session or a tempo map, which have no level. */
  readonly isSound: boolean;
}

export function ExportReport({ report, loudness, isSound }: ExportReportProps) {
  const stretch = stretchOf(report);
  const shortfall = report.loudness_missed_lu;
  return (
    <>
      <dl className={styles.figures}>
        {figuresOf(report, isSound).map(([name, figure]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{figure}</dd>
          </div>
        ))}
      </dl>
      {stretch && <p className={styles.details}>{stretch}</p>}
      {report.files.length > 1 && (
        <p className={styles.details}>{report.files.map(({ name }) => name).join(', ')}</p>
      )}
      {shortfall !== null && (
        <Notice tone="warn">
          The mix stays {Math.abs(shortfall).toFixed(1)} LU {shortfall > 0 ? 'below' : 'above'} {loudness}{' '}
          LUFS: more limiting brings it no nearer without breaking the ceiling.
        </Notice>
      )}
      {report.clipped_samples > 0 && (
        <Notice tone="warn">
          {report.clipped_samples.toLocaleString()} samples are clipped. Lower the master and export again.
        </Notice>
      )}
    </>
  );
}
