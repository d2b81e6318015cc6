// One clip as it is seen: the waveform of its part of the stem, and its fades as curves.
'use client';
import { memo } from 'react';
import type { Peaks } from '@/audio/peaks';
import type { Player } from '@/components/player/types';
import type { PlacedClip } from '@/document/clip-schema';
import { fadePaths } from './fade-path';
import styles from './lane-clip-body.module.css';
import { Waveform } from './waveform';

interface ClipBodyProps {
  readonly clip: PlacedClip;
  /** What the width of the lane stands for, in samples. */
  readonly laneLength: number;
  readonly peaks: Peaks | null;
  readonly fullScale: number;
  readonly color: string;
  readonly isPicked: boolean;
  readonly player: Player;
}

function Fades({ clip }: { readonly clip: PlacedClip }) {
  const paths = (['in', 'out'] as const).map((side) => fadePaths(clip, side));
  if (paths.every((path) => path === null)) return null;
  return (
    <svg
      className={styles.fades}
      viewBox={`0 0 ${clip.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {paths.map(
        (path) =>
          path && (
            <g key={path.line}>
              <path className={styles.shade} d={path.shade} />
              <path className={styles.curve} d={path.line} />
            </g>
          ),
      )}
    </svg>
  );
}

export const ClipBody = memo(function ClipBody(props: ClipBodyProps) {
  const { clip, laneLength, peaks, fullScale, color, isPicked, player } = props;
  const { start, sourceStart, length } = clip;
  return (
    <div
      className={styles.clip}
      data-picked={isPicked}
      style={{ left: `${(start / laneLength) * 100}%`, width: `${(length / laneLength) * 100}%` }}
    >
      <div className={styles.wave}>
        {peaks && (
          <Waveform
            peaks={peaks}
            color={color}
            length={length}
            start={start}
            fullScale={fullScale}
            player={player}
            from={sourceStart}
          />
        )}
      </div>
      <Fades clip={clip} />
    </div>
  );
});
