// What is under the hand of one lane, its clips or the automation of a control, and the tools of an automation.
'use client';
import { Eraser, Plus } from 'lucide-react';
import { LANE_MODES, type LaneMode } from '@/components/session/lanes/lane-view';
import { LANE_SCALES, laneValue } from '@/components/session/mix/automation-scale';
import { useStrip } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { IconButton } from '@/components/ui/icon-button';
import { useSelected } from '@/components/ui/store';
import type { LaneName } from '@/document/automation-schema';
import type { Track } from '@/document/tracks';
import styles from './lane-modes.module.css';

const LABELS: Readonly<Record<LaneMode, string>> = { clips: 'Clips', gainDb: 'Gain', pan: 'Pan' };

/** The mode of one lane, for this listener alone. */
export function useLaneMode(stemId: string): LaneMode {
  const { lanes } = useStudio().session;
  return useSelected(lanes.view.modes, (modes) => modes.get(stemId) ?? 'clips');
}

function AutomationTools({ track, lane }: { readonly track: Track; readonly lane: LaneName }) {
  const { lanes, player } = useStudio().session;
  const strip = useStrip(track.id);
  const points = strip.automation?.[lane] ?? [];
  const of = { stemId: track.id, lane };
  const what = `${track.name} ${LANE_SCALES[lane].name}`;
  const add = () => {
    const at = player.getPlayhead();
    lanes.points.add(of, { at, value: points.length > 0 ? laneValue(points, at) : strip[lane] });
  };
  return (
    <>
      <IconButton label={`Add a point of ${what}`} tip="Add a point at the playhead" onClick={add}>
        <Plus aria-hidden />
      </IconButton>
      <IconButton
        label={`Remove the automation of ${what}`}
        disabled={points.length === 0}
        onClick={() => lanes.points.clear(of)}
      >
        <Eraser aria-hidden />
      </IconButton>
    </>
  );
}

export function LaneModes({ track, canEdit }: { readonly track: Track; readonly canEdit: boolean }) {
  const { lanes } = useStudio().session;
  const mode = useLaneMode(track.id);
  const { automation } = useStrip(track.id);
  const isAutomated = (each: LaneMode): boolean => each !== 'clips' && automation?.[each] !== undefined;
  return (
    <div className={styles.place}>
      <div className={styles.bar}>
        <fieldset className={styles.modes} aria-label={`What the lane of ${track.name} shows`}>
          {LANE_MODES.map((each) => (
            <button
              key={each}
              type="button"
              aria-pressed={mode === each}
              data-automated={isAutomated(each)}
              aria-label={
                each === 'clips' ? `Clips of ${track.name}` : `${LABELS[each]} automation of ${track.name}`
              }
              onClick={() => lanes.view.setMode(track.id, each)}
            >
              {LABELS[each]}
            </button>
          ))}
        </fieldset>
        {canEdit && mode !== 'clips' && <AutomationTools track={track} lane={mode} />}
      </div>
    </div>
  );
}
