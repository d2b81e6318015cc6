// The automation of a strip, faint over its clips: what moves by itself shows in every mode.
'use client';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { LANE_SCALES, lanePath } from '@/components/session/mix/automation-scale';
import { useStrip } from '@/components/session/mix/use-strip';
import { LANE_NAMES } from '@/document/automation-schema';
import styles from './lane-curve.module.css';

export function LaneTrace({ stemId }: { readonly stemId: string }) {
  const { automation } = useStrip(stemId);
  const length = useLaneLength();
  if (!automation) return null;
  return (
    <div className={styles.layer}>
      <svg className={styles.drawing} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {LANE_NAMES.map((lane) => (
          <path
            key={lane}
            className={styles.trace}
            d={lanePath(automation[lane] ?? [], length, LANE_SCALES[lane])}
          />
        ))}
      </svg>
    </div>
  );
}
