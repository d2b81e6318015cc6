// The report of a set as tables: each track, each transition with its measured figures and why it was made so.

import { formatLength } from '@/components/ui/format';
import { Explained } from '@/components/ui/popover';
import type { SetReport } from '@/contract/http/set-files';
import { TEMPLATE_LABELS } from '@/contract/set-vocabulary';
import styles from './report-table.module.css';

/** A report may be of a version that knew other kinds. */
const TEMPLATES: Readonly<Record<string, string>> = TEMPLATE_LABELS;

const figure = (value: number | null, unit: string, digits = 1): string =>
  value === null ? '–' : `${value.toFixed(digits)} ${unit}`;

const bars = (value: number | null, digits = 0): string =>
  figure(value, value?.toFixed(digits) === '1' ? 'bar' : 'bars', digits);

const tempoChange = (ratio: number): string => {
  const percent = (ratio - 1) * 100;
  return Math.abs(percent) < 0.05 ? 'as it is' : `${percent > 0 ? '+' : ''}${percent.toFixed(1)} %`;
};

const semitones = (value: number): string => (value === 0 ? '' : `, ${value > 0 ? '+' : ''}${value} st`);

function BeatOffset({ transition }: { readonly transition: SetReport['transitions'][number] }) {
  const { beat_offset_ms: offset, beat_offset_reason: reason } = transition;
  if (offset) return `${figure(offset.median, 'ms')}, ${figure(offset.p95, 'ms')}`;
  return reason ? <Explained meaning={reason}>not measured</Explained> : '–';
}

function Transitions({ transitions }: Pick<SetReport, 'transitions'>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>Transitions, measured in the finished audio</caption>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">From and to</th>
            <th scope="col">Kind</th>
            <th scope="col">Overlap</th>
            <th scope="col">
              <Explained meaning="How far the beats of both tracks lie apart: median, and the 95 % that are nearer">
                Beat offset
              </Explained>
            </th>
            <th scope="col">Drift</th>
            <th scope="col">
              <Explained meaning="Both basses at once">Bass</Explained>
            </th>
            <th scope="col">
              <Explained meaning="Both voices at once; known where both songs are separated">
                Vocals
              </Explained>
            </th>
            <th scope="col">
              <Explained meaning="Steps on the Camelot wheel">Key steps</Explained>
            </th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {transitions.map((each) => (
            <tr key={`${each.start_s} ${each.to}`}>
              <td data-label="At">{formatLength(each.start_s)}</td>
              <th scope="row">
                {each.from} → {each.to}
              </th>
              <td data-label="Kind">{TEMPLATES[each.template] ?? each.template}</td>
              <td data-label="Overlap">{bars(each.bars)}</td>
              <td data-label="Beat offset">
                <BeatOffset transition={each} />
              </td>
              <td data-label="Drift">{figure(each.drift_ms, 'ms')}</td>
              <td data-label="Bass">{bars(each.bass_overlap_bars, 1)}</td>
              <td data-label="Vocals">{bars(each.vocal_overlap_bars)}</td>
              <td data-label="Key steps">{each.key_distance ?? '–'}</td>
              <td className={styles.why} data-label="Why">
                {each.why}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Tracks({ tracks }: Pick<SetReport, 'tracks'>) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>Tracks</caption>
        <thead>
          <tr>
            <th scope="col">At</th>
            <th scope="col">Track</th>
            <th scope="col">Own tempo</th>
            <th scope="col">Key</th>
            <th scope="col">Played</th>
          </tr>
        </thead>
        <tbody>
          {tracks.map((track) => (
            <tr key={`${track.start_s} ${track.file}`}>
              <td data-label="At">{formatLength(track.start_s)}</td>
              <th scope="row">{track.file}</th>
              <td data-label="Own tempo">{figure(track.bpm, 'BPM', 2)}</td>
              <td data-label="Key">{track.key ?? '–'}</td>
              <td data-label="Played">
                {tempoChange(track.tempo_ratio)}
                {semitones(track.pitch_semitones)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

export function ReportTable({ report }: { readonly report: SetReport }) {
  const { integrated_lufs: lufs, lra_lu: range, true_peak_dbtp: peak } = report.loudness;
  return (
    <div className={styles.report}>
      <p className={styles.loudness}>
        Loudness {figure(lufs, 'LUFS')}, range {figure(range, 'LU')}, true peak {figure(peak, 'dBTP', 2)}.
      </p>
      <Transitions transitions={report.transitions} />
      <Tracks tracks={report.tracks} />
    </div>
  );
}
