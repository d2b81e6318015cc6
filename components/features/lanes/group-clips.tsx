// What lies on the tracks of a group, as bars on the lane of the group.
'use client';
import type { CSSProperties } from 'react';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import { useSelected } from '@/components/ui/store';
import { rowsIn } from '@/document/track-order';
import type { Track } from '@/document/tracks';
import styles from './group-clips.module.css';
import { useClips } from './use-clips';

interface TrackBarsProps {
  readonly track: Track;
  /** Of the lane, in samples. */
  readonly length: number;
}

function TrackBars({ track, length }: TrackBarsProps) {
  const { clips } = useClips(track);
  return (
    <div className={styles.track} style={{ '--strip-color': trackColor(track.color) } as CSSProperties}>
      {clips.map((clip) => (
        <div
          key={clip.id}
          className={styles.bar}
          style={{ left: `${(clip.start / length) * 100}%`, width: `${(clip.length / length) * 100}%` }}
        />
      ))}
    </div>
  );
}

interface GroupClipsProps {
  readonly group: Track;
  readonly length: number;
}

export function GroupClips({ group, length }: GroupClipsProps) {
  const all = useSelected(useStudio().session.tracks.all, (tracks) => tracks);
  return (
    <div className={styles.tracks} aria-hidden="true">
      {rowsIn(all, group.id).map((track) => (
        <TrackBars key={track.id} track={track} length={length} />
      ))}
    </div>
  );
}
