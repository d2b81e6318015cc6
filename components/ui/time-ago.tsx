// How long ago something happened, with the whole date in the tooltip.
'use client';
import { Tip } from './tooltip';
import { formatDate, formatWhen } from './when';

interface TimeAgoProps {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** What follows on the same line. */
  readonly note?: string;
}

export function TimeAgo({ at, note = '' }: TimeAgoProps) {
  return (
    <Tip text={formatDate(at)}>
      <time dateTime={new Date(at).toISOString()}>
        {formatWhen(at, Date.now())}
        {note}
      </time>
    </Tip>
  );
}
