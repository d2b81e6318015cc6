// What is known of a track: tempo, key, length and the course of its energy, as the analysis lands.

import { formatLength } from '@/components/ui/format';
import { Tip } from '@/components/ui/tooltip';
import type { Track } from '@/contract/http/tracks';
import { EnergyLine } from './energy-line';
import styles from './track-facts.module.css';

/** A guess below this is shown as one. */
const SURE = 0.5;

function bpmText({ bpm, bpm_confidence: confidence, is_steady: isSteady }: NonNullable<Track['analysis']>) {
  if (bpm === null) return 'no beat';
  const about = isSteady && confidence >= SURE ? '' : '≈ ';
  return `${about}${bpm.toFixed(isSteady ? 2 : 0).replace(/\.00$/, '')} BPM`;
}

function Facts({ track }: { readonly track: Track }) {
  const { analysis } = track;
  if (!analysis) {
    const label = track.status === 'queued' ? 'Waiting to be analysed' : 'Analysing…';
    return (
      <dl className={styles.facts}>
        <div>
          <dt>State</dt>
          <dd className={styles.busy}>
            <span role="status">{label}</span>
          </dd>
        </div>
        <div>
          <dt>Length</dt>
          <dd>{formatLength(track.duration_s)}</dd>
        </div>
      </dl>
    );
  }
  const { key, energy, duration_s: seconds } = analysis;
  return (
    <dl className={styles.facts}>
      <div>
        <dt>Tempo</dt>
        <dd>{bpmText(analysis)}</dd>
      </div>
      <div>
        <dt>Key</dt>
        <dd>
          {key ? (
            <Tip text={key.name}>
              <span className={styles.key}>{key.camelot}</span>
            </Tip>
          ) : (
            'no key'
          )}
        </dd>
      </div>
      <div className={styles.energy}>
        <dt>Energy</dt>
        <dd>
          <EnergyLine name={track.name} energy={energy} />
        </dd>
      </div>
      <div>
        <dt>Length</dt>
        <dd>{formatLength(seconds)}</dd>
      </div>
      {track.has_stems && (
        <div>
          <dt>Stems</dt>
          <Tip text="Vocals, drums, bass and the rest are mixed one by one">
            <dd className={styles.stems}>stems</dd>
          </Tip>
        </div>
      )}
    </dl>
  );
}

interface TrackFactsProps {
  /** undefined while the list is being read, or when the studio has it no more. */
  readonly track: Track | undefined;
  readonly isRead: boolean;
}

export function TrackFacts({ track, isRead }: TrackFactsProps) {
  if (!track)
    return <p className={styles.note}>{isRead ? 'The file is gone; remove it and add it again.' : ''}</p>;
  if (track.status === 'error') {
    return (
      <p className={styles.error} role="alert">
        {track.error ?? 'It could not be analysed.'}
      </p>
    );
  }
  return (
    <>
      <Facts track={track} />
      {track.note && <p className={styles.note}>{track.note}</p>}
    </>
  );
}
