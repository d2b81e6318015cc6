// When something happened, as briefly as possible.
import { HOUR_MS, MINUTE_MS } from '@/contract/durations';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'long', timeStyle: 'short' });

/** `just now`, `5 min ago`, then the time of day, then the date. A clock that is ahead counts as now. */
export function formatWhen(atMs: number, nowMs: number): string {
  const age = nowMs - atMs;
  if (age < MINUTE_MS) return 'just now';
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)} min ago`;
  const [at, now] = [new Date(atMs), new Date(nowMs)];
  return at.toDateString() === now.toDateString() ? clock.format(at) : day.format(at);
}

/** The whole date and time, for a tooltip. */
export const formatDate = (atMs: number): string => full.format(new Date(atMs));
