// How figures are written for people: time, level, size, dates.
import { type Samples, samplesToSeconds, secondsToSamples } from '@/audio/units';
import { clockText } from '@/contract/clock-text';
import { decibelText, panText } from '@/document/value-text';

/** A position as `m:ss.mmm`, from an hour on as `h:mm:ss.mmm`. */
export function formatPosition(position: Samples): string {
  const ms = Math.round(samplesToSeconds(position) * 1000);
  return `${clockText(Math.floor(ms / 1000))}.${String(ms % 1000).padStart(3, '0')}`;
}

/** A length as `m:ss`, from an hour on as `h:mm:ss`, rounded to the second. */
export const formatLength = (seconds: number): string => clockText(Math.round(seconds));

const TYPED = /^(?:(?:(\d{1,3}):)?(\d{1,4}):)?(\d{1,6})(?:[.,](\d{1,6}))?$/;

/**
 * Reads a typed position: `83`, `83.5`, `1:23`, `1:23.456` or `1:02:03.5`.
 * Returns null for anything else, and for seconds above 59 beside minutes.
 */
export function parsePosition(text: string): Samples | null {
  const match = TYPED.exec(text.trim());
  if (!match) return null;
  const [, hours, minutes, whole, fraction] = match;
  const seconds = Number(whole) + Number(`0.${fraction ?? '0'}`);
  if (minutes !== undefined && seconds >= 60) return null;
  if (hours !== undefined && Number(minutes) >= 60) return null;
  return secondsToSamples(Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + seconds);
}

/** A level with its sign and one decimal; `-∞` for silence. */
export function formatDb(db: number): string {
  return Number.isFinite(db) ? decibelText(db) : '-∞';
}

/** A pan position: `C`, `L 30` or `R 100`. */
export const formatPan = (pan: number): string => panText(pan);

/** Time left, as people say it; from an hour on rounded to ten minutes, as no estimate is better. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 10) return 'a few seconds left';
  if (seconds < 60) return `about ${Math.round(seconds / 5) * 5} s left`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `about ${minutes} min left`;
  const rounded = Math.round(minutes / 10) * 10;
  const rest = rounded % 60 === 0 ? '' : ` ${rounded % 60} min`;
  return `about ${Math.floor(rounded / 60)} h${rest} left`;
}

/** Bytes in decimal units: `4.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ['kB', 'MB', 'GB', 'TB'];
  let value = bytes / 1000;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[unit]}`;
}
