// How far a player is from its rehearsal room, as text.

/** @param offsetMs milliseconds ahead of the room; null where nothing is measured */
export function formatOffset(offsetMs: number | null): string {
  if (offsetMs === null) return '– ms';
  const sign = offsetMs > 0 ? '+' : offsetMs < 0 ? '−' : '';
  return `${sign}${Math.abs(offsetMs).toFixed(1)} ms`;
}
