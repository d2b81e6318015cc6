// Above the mixer while its song is still being separated: how much of it can be played, and the time left.
'use client';
import { samplesToSeconds } from '@/audio/units';
import { call } from '@/components/api/call';
import type { SongStatus } from '@/components/api/projects';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import { Button } from '@/components/ui/button';
import { formatLength, formatTimeLeft } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { Progress } from '@/components/ui/progress';
import { useSelected } from '@/components/ui/store';
import { useTask } from '@/components/ui/use-task';
import { cancelSeparation } from '@/contract/http/separation';
import styles from './separation-bar.module.css';

interface SeparationBarProps {
  readonly song: SongStatus;
  readonly onChanged: () => void;
}

export function SeparationBar({ song, onChanged }: SeparationBarProps) {
  const { session, isEditor } = useStudio();
  const available = useSelected(session.tracks.available, (samples) => samples);
  const length = usePlayer(session.player, (state) => state.length);
  const isHolding = usePlayer(session.player, (state) => state.status === 'holding');
  const task = useTask();
  const cancel = async () => {
    if (await task.run(() => call(cancelSeparation, { id: session.projectId }))) onChanged();
  };
  const lengthS = samplesToSeconds(length);
  const availableS = Math.min(available / length, 1) * lengthS;
  return (
    <section className={styles.bar} aria-label="Separation">
      <Progress label="Separation" value={song.progress} />
      <p className={styles.line} role="status">
        <span>
          {Number.isFinite(available)
            ? `Separating the song: ${formatLength(availableS)} of ${formatLength(lengthS)} ready to play`
            : 'Separating the song: the original plays until its stems are there'}
        </span>
        {song.eta_s !== null && <span className={styles.rest}>{formatTimeLeft(song.eta_s)}</span>}
        {isHolding && <strong>Playback continues as soon as the next part is ready</strong>}
      </p>
      {isEditor && (
        <Button kind="quiet" small onClick={() => void cancel()} disabled={task.isBusy}>
          Cancel separation
        </Button>
      )}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
    </section>
  );
}
