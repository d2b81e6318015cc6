// Drives meters straight in the page, 30 times a second and without React.
import { ABSOLUTE_GATE_LUFS } from '@/audio/loudness/loudness-histogram';
import type { MeterReading, Player, StripReading } from '@/components/player/types';
import { FallingLevel, meterPosition, PeakHold } from './level-scale';

/** From here on a bar is over: what leaves the studio would be cut off there. */
const OVER_DB = 0;

interface Bar {
  /** Draws one channel's levels in dBFS. */
  draw(peakDb: number, rmsDb: number): void;
  /** Empties the bar; its over light stays. */
  settle(): void;
}

/** Drives the elements of one bar; its over light stays lit until the bar is made anew or clicked out. */
function meterBar(bar: HTMLElement): Bar {
  const [peak, rms, hold] = [new FallingLevel(), new FallingLevel(), new PeakHold()];
  const set = (name: string, db: number) =>
    bar.style.setProperty(name, Number.isFinite(db) ? meterPosition(db).toFixed(4) : '0');
  const draw = (peakDb: number, rmsDb: number) => {
    set('--peak', peak.feed(peakDb));
    set('--rms', rms.feed(rmsDb));
    set('--hold', hold.feed(peakDb));
    if (peakDb > OVER_DB) bar.dataset.clipped = 'true';
  };
  const settle = () => {
    for (const level of [peak, rms, hold]) level.reset();
    draw(Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY);
  };
  return { draw, settle };
}

/**
 * Feeds the bars for left and right while the player plays, and empties them when it rests.
 * @param read what of a reading they show
 * @returns the way out
 */
export function driveBars(
  player: Player,
  [leftElement, rightElement]: readonly [HTMLElement, HTMLElement],
  read: (reading: MeterReading) => StripReading | undefined,
): () => void {
  const [left, right] = [meterBar(leftElement), meterBar(rightElement)];
  const isRunning = () => player.getState().status === 'playing';
  const settle = () => {
    left.settle();
    right.settle();
  };
  const draw = (reading: MeterReading) => {
    const strip = read(reading);
    // A reading may still arrive after the pause; it would light a bar that nobody puts out.
    if (!strip || !isRunning()) return settle();
    left.draw(strip.peakDb[0], strip.rmsDb[0]);
    right.draw(strip.peakDb[1], strip.rmsDb[1]);
  };
  const stops = [player.subscribeMeters(draw), player.subscribe(() => !isRunning() && settle())];
  return () => {
    for (const stop of stops) stop();
  };
}

/** A figure with one decimal as meters show it; `-∞` for silence. */
export const meterFigure = (value: number): string => (Number.isFinite(value) ? value.toFixed(1) : '-∞');

/** Whether BS.1770's absolute gate takes a loudness for silence. */
export const isGated = (lufs: number): boolean => lufs < ABSOLUTE_GATE_LUFS;

/** Like `meterFigure` for loudness: what BS.1770's gate takes for silence is shown as silence. */
export const loudnessFigure = (lufs: number): string =>
  meterFigure(isGated(lufs) ? Number.NEGATIVE_INFINITY : lufs);
