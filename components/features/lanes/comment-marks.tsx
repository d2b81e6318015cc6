// The comments on a lane, each a pin at its moment in the colour of its author.
'use client';
import { type CSSProperties, memo } from 'react';
import { type Samples, samplesToSeconds } from '@/audio/units';
import { useLaneLength } from '@/components/session/lanes/lane-length';
import { usePanel } from '@/components/session/panel-context';
import { useStudio } from '@/components/session/studio-context';
import { formatLength } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import type { Thread } from '@/document/comments';
import { personColor } from '@/document/wire/presence';
import styles from './comment-marks.module.css';
import { laneFraction } from './lane-fraction';

interface PinProps {
  readonly thread: Thread;
  readonly left: number;
  readonly isFocused: boolean;
  readonly onPick: (thread: Thread) => void;
}

const CommentPin = memo(function CommentPin({ thread, left, isFocused, onPick }: PinProps) {
  const at = formatLength(Math.floor(samplesToSeconds(thread.position as Samples)));
  const style = { left: `${left * 100}%`, '--person': personColor(thread.authorId) } as CSSProperties;
  return (
    <TipButton
      className={styles.pin}
      style={style}
      data-resolved={thread.resolved !== null}
      data-focused={isFocused}
      aria-label={`Comment at ${at}: ${thread.text.slice(0, 80)}`}
      tip={`${at} ${thread.text.slice(0, 200)}`}
      onClick={() => onPick(thread)}
    />
  );
});

/** `stemId` null is the ruler, which carries what is said of the whole song. */
export function CommentMarks({ stemId }: { readonly stemId: string | null }) {
  const { connection, transport } = useStudio().session;
  const { focused, draft, focus } = usePanel();
  const threads = useSelected(connection.comments.threads, (all) => all);
  const length = useLaneLength();
  if (length === 0) return null;
  const onPick = (thread: Thread) => {
    focus(thread.key);
    transport.seek(thread.position);
  };
  const isDrafting = draft && draft.stemId === stemId;
  return (
    <div className={styles.marks}>
      {threads
        .filter((thread) => thread.stemId === stemId)
        .map((thread) => (
          <CommentPin
            key={thread.key}
            thread={thread}
            left={laneFraction(thread.position, length)}
            isFocused={thread.key === focused}
            onPick={onPick}
          />
        ))}
      {isDrafting && (
        <i className={styles.draft} style={{ left: `${laneFraction(draft.position, length) * 100}%` }} />
      )}
    </div>
  );
}
