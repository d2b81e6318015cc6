// The arc around a knob, as an SVG path in a 40 x 40 box.

/** Degrees from the centre to either end stop. */
export const KNOB_RANGE_DEG = 135;

const CENTRE = 20;
const RADIUS = 17;

function pointAt(value: number): string {
  const angle = ((value * KNOB_RANGE_DEG - 90) * Math.PI) / 180;
  const x = CENTRE + RADIUS * Math.cos(angle);
  const y = CENTRE + RADIUS * Math.sin(angle);
  return `${x.toFixed(2)} ${y.toFixed(2)}`;
}

/** The arc between two values in -1..1, clockwise; empty when they are equal. */
export function arcPath(from: number, to: number): string {
  if (from === to) return '';
  const large = (to - from) * KNOB_RANGE_DEG > 180 ? 1 : 0;
  return `M${pointAt(from)}A${RADIUS} ${RADIUS} 0 ${large} 1 ${pointAt(to)}`;
}
