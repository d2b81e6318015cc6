// Draws the grains of a sound on a canvas, in the colours of the page around it.
import { type GrainDot, UNPITCHED_WIDTH } from './grain-layout';

export interface MapColors {
  readonly dot: string;
  readonly unpitched: string;
  readonly lit: string;
  readonly line: string;
}

/** The colours that CSS gives to `element` for its map. */
export function mapColors(element: HTMLElement): MapColors {
  const style = getComputedStyle(element);
  const named = (name: string): string => style.getPropertyValue(name).trim();
  return {
    dot: named('--grain'),
    unpitched: named('--grain-unpitched'),
    lit: named('--grain-lit'),
    line: named('--grain-line'),
  };
}

const FULL_TURN = 2 * Math.PI;

/** Draws all dots; `lit` is the index of the grain that sounds or is pointed at, -1 for none. */
export function drawGrainMap(
  canvas: HTMLCanvasElement,
  dots: readonly GrainDot[],
  lit: number,
  colors: MapColors,
): void {
  const scale = window.devicePixelRatio;
  const { clientWidth: width, clientHeight: height } = canvas;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  if (dots.some(({ isPitched }) => !isPitched) && dots.some(({ isPitched }) => isPitched)) {
    context.fillStyle = colors.line;
    context.fillRect(UNPITCHED_WIDTH * width, 0, 1, height);
  }
  const circle = ({ x, y }: GrainDot, radius: number) => {
    context.beginPath();
    context.arc(x * width, y * height, radius, 0, FULL_TURN);
    context.fill();
  };
  for (const dot of dots) {
    context.globalAlpha = 0.25 + 0.6 * dot.strength;
    context.fillStyle = dot.isPitched ? colors.dot : colors.unpitched;
    circle(dot, 2 + 2.5 * dot.strength);
  }
  context.globalAlpha = 1;
  const chosen = dots[lit];
  if (!chosen) return;
  context.fillStyle = colors.lit;
  circle(chosen, 7);
}
