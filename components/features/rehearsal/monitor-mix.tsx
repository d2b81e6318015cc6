// The monitor mix of this person: which instrument they play themselves, and what they want louder or softer.
'use client';
import { useId } from 'react';
import { MAX_MONITOR_DB, MIN_MONITOR_DB } from '@/components/session/rehearsal/monitor-store';
import { useStudio } from '@/components/session/studio-context';
import { formatDb } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import type { Track } from '@/document/tracks';
import styles from './monitor-mix.module.css';

function MonitorTrack({ track }: { readonly track: Track }) {
  const { monitor } = useStudio().session.rehearsal;
  const { id, name } = track;
  const isMuted = useSelected(monitor, ({ muted }) => muted.includes(id));
  const gainDb = useSelected(monitor, ({ gainsDb }) => gainsDb[id] ?? 0);
  const fader = useId();
  return (
    <li className={styles.track}>
      <label className={styles.mute}>
        <input
          type="checkbox"
          checked={isMuted}
          aria-label={`Mute ${name} for me`}
          onChange={(event) => monitor.setMuted(id, event.currentTarget.checked)}
        />
        Mute
      </label>
      <label className={styles.name} htmlFor={fader}>
        {name}
      </label>
      <input
        id={fader}
        type="range"
        min={MIN_MONITOR_DB}
        max={MAX_MONITOR_DB}
        step={1}
        value={gainDb}
        disabled={isMuted}
        aria-label={`${name} in my monitor mix`}
        aria-valuetext={`${formatDb(gainDb)} dB`}
        onChange={(event) => monitor.setGain(id, event.currentTarget.valueAsNumber)}
        onDoubleClick={() => monitor.setGain(id, 0)}
      />
      <span className={styles.figure}>{formatDb(gainDb)} dB</span>
    </li>
  );
}

export function MonitorMix() {
  const { session } = useStudio();
  const tracks = useSelected(session.tracks.all, (all) => all);
  return (
    <section className={styles.monitor} aria-label="Your monitor mix">
      <h3>Your monitor mix</h3>
      <p>For you alone, on this computer. Mute the instrument that you play yourself.</p>
      <ul>
        {tracks.map((track) => (
          <MonitorTrack key={track.id} track={track} />
        ))}
      </ul>
    </section>
  );
}
