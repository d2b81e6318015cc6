// The automation of one control over its lane: a click adds a point, a drag moves it, a double click takes it away.
'use client';
import { type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
import type { Samples } from '@/audio/units';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { LANE_SCALES, lanePath } from '@/components/session/mix/automation-scale';
import { useStrip } from '@/components/session/mix/use-strip';
import { useStudio } from '@/components/session/studio-context';
import { formatPosition } from '@/components/ui/format';
import { LANE_RANGES, type LaneName, type PlacedPoint, type Point } from '@/document/automation-schema';
import type { Track } from '@/document/tracks';
import styles from './lane-curve.module.css';
import { sampleAt } from './lane-gesture';
import { type LanePoints, useLanePoints } from './use-lane-points';
import { usePointDrag } from './use-point-drag';

/** Arrow keys shift by a tenth of a second; with Shift by ten milliseconds. */
const STEP = 4_410;
const FINE_STEP = 441;

interface LaneCurveProps {
  readonly track: Track;
  readonly lane: LaneName;
  readonly canEdit: boolean;
}

function keyedPoint(event: KeyboardEvent, point: Point, lane: LaneName): Point | null {
  if (event.altKey || event.ctrlKey || event.metaKey) return null;
  const fine = event.shiftKey ? 1 : 0;
  const rise = LANE_SCALES[lane].steps[fine];
  const step = event.shiftKey ? FINE_STEP : STEP;
  const moved: Readonly<Record<string, Point>> = {
    ArrowUp: { ...point, value: point.value + rise },
    ArrowDown: { ...point, value: point.value - rise },
    ArrowLeft: { ...point, at: point.at - step },
    ArrowRight: { ...point, at: point.at + step },
  };
  return moved[event.key] ?? null;
}

interface LanePointProps extends LaneCurveProps {
  readonly point: PlacedPoint;
  readonly name: string;
  readonly layer: React.RefObject<HTMLDivElement | null>;
  readonly setDragged: LanePoints['setDragged'];
}

function LanePoint({ track, lane, canEdit, point, name, layer, setDragged }: LanePointProps) {
  const { lanes } = useStudio().session;
  const length = useLaneLength();
  const [isPressed, setPressed] = useState(false);
  const of = { stemId: track.id, lane };
  const drag = usePointDrag({ of, point, layer, setDragged, onPress: setPressed });
  const { heightOf, formatValue } = LANE_SCALES[lane];
  const height = heightOf(point.value);
  const reading = `${formatValue(point.value)} at ${formatPosition(point.at as Samples)}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = keyedPoint(event, point, lane);
    if (next) lanes.points.put(of, point.id, next);
    else if (event.key === 'Delete' || event.key === 'Backspace') lanes.points.remove(of, point.id);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div
      {...(canEdit && { ...drag, onKeyDown, onDoubleClick: () => lanes.points.remove(of, point.id) })}
      className={styles.point}
      data-pressed={isPressed}
      data-low={height > 0.5}
      data-late={point.at > length / 2}
      style={{ left: `${(point.at / length) * 100}%`, top: `${height * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={name}
      aria-valuemin={LANE_RANGES[lane].min}
      aria-valuemax={LANE_RANGES[lane].max}
      aria-valuenow={point.value}
      aria-valuetext={reading}
      aria-disabled={!canEdit}
    >
      <output className={styles.reading}>{reading}</output>
    </div>
  );
}

export function LaneCurve({ track, lane, canEdit }: LaneCurveProps) {
  const { lanes } = useStudio().session;
  const layer = useRef<HTMLDivElement>(null);
  const length = useLaneLength();
  const { points, setDragged } = useLanePoints(track.id, lane);
  const control = useStrip(track.id)[lane];
  const scale = LANE_SCALES[lane];
  const isEmpty = points.length === 0;
  const line = lanePath(isEmpty ? [{ at: 0, value: control }] : points, length, scale);
  const onClick = (event: MouseEvent) => {
    const box = layer.current?.getBoundingClientRect();
    const isOnPoint = event.target instanceof Element && event.target.closest('[role="slider"]') !== null;
    if (!canEdit || !box || isOnPoint) return;
    const height = Math.min(1, Math.max(0, (event.clientY - box.top) / box.height));
    const at = sampleAt(event.clientX, box.left, box.width, length);
    lanes.points.add({ stemId: track.id, lane }, { at, value: scale.valueAt(height) });
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: by keyboard a point is added with the button of the lane's tools.
    <fieldset
      className={styles.lane}
      onClick={onClick}
      data-editable={canEdit}
      aria-label={`${track.name} ${scale.name} automation`}
    >
      <div ref={layer} className={styles.layer}>
        <svg className={styles.drawing} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          <path className={styles.neutral} d={`M0 ${scale.heightOf(scale.neutral)}H1`} />
          <path className={styles.line} data-empty={isEmpty} d={line} />
        </svg>
        {scale.marks.map(({ value, text }) => (
          <span
            key={value}
            className={styles.mark}
            style={{ top: `${scale.heightOf(value) * 100}%` }}
            aria-hidden="true"
          >
            {text}
          </span>
        ))}
        {points.map((point, index) => (
          <LanePoint
            key={point.id}
            track={track}
            lane={lane}
            canEdit={canEdit}
            point={point}
            layer={layer}
            setDragged={setDragged}
            name={`${track.name} ${scale.name}, point ${index + 1} of ${points.length}`}
          />
        ))}
      </div>
      {isEmpty && (
        <p className={styles.hint}>
          {canEdit ? `Click to draw the ${scale.name} of ${track.name}` : 'Nothing is automated here'}
        </p>
      )}
    </fieldset>
  );
}
