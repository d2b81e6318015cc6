// One thread: the comment and its place in the song, the replies, and what one can do with it.
'use client';
import { Check, RotateCcw } from 'lucide-react';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { Samples } from '@/audio/units';
import { usePanel } from '@/components/session/panel-context';
import { useStudio } from '@/components/session/studio-context';
import { trackColor } from '@/components/session/tracks/track-color';
import type { NameOf } from '@/components/session/use-names';
import { Button } from '@/components/ui/button';
import { Composer } from '@/components/ui/composer';
import { formatPosition } from '@/components/ui/format';
import { useSelected } from '@/components/ui/store';
import { TipButton } from '@/components/ui/tip-button';
import { replyTo, setResolved } from '@/document/comment-edits';
import { MAX_COMMENT_CHARS } from '@/document/comment-schema';
import type { Thread } from '@/document/comments';
import { CommentView } from './comment-view';
import styles from './thread-card.module.css';
import { useCommentEdit } from './use-comment-edit';

interface ThreadCardProps {
  readonly thread: Thread;
  readonly userId: string;
  readonly nameOf: NameOf;
}

function Place({ thread }: { readonly thread: Thread }) {
  const { transport, connection } = useStudio().session;
  const { focus } = usePanel();
  const track = useSelected(connection.reader.tracks, (all) => all.find(({ id }) => id === thread.stemId));
  const onClick = () => {
    transport.seek(thread.position);
    focus(thread.key);
  };
  const style = { '--strip-color': trackColor(track?.color ?? 'stone') } as CSSProperties;
  return (
    <TipButton className={styles.place} style={style} onClick={onClick} tip="Go there" describes>
      <span className={styles.time}>{formatPosition(thread.position as Samples)}</span>
      <span className={styles.stem}>
        {thread.stemId === null ? 'Whole song' : (track?.name ?? 'A removed track')}
      </span>
    </TipButton>
  );
}

function Answers({ thread }: { readonly thread: Thread }) {
  const { connection } = useStudio().session;
  const [isReplying, setReplying] = useState(false);
  const { error, attempt } = useCommentEdit();
  const reply = (text: string) => {
    const isDone = attempt(() => void replyTo(connection.author, thread.key, text));
    if (isDone) setReplying(false);
    return isDone;
  };
  if (isReplying) {
    return (
      <Composer
        label="Reply"
        action="Reply"
        autoFocus
        maxLength={MAX_COMMENT_CHARS}
        error={error}
        onSend={reply}
        onCancel={() => setReplying(false)}
      />
    );
  }
  const isResolved = thread.resolved !== null;
  return (
    <div className={styles.tools}>
      <Button small kind="quiet" onClick={() => setReplying(true)}>
        Reply
      </Button>
      <Button
        small
        kind="quiet"
        icon={isResolved ? <RotateCcw aria-hidden /> : <Check aria-hidden />}
        onClick={() => attempt(() => setResolved(connection.author, thread.key, !isResolved))}
      >
        {isResolved ? 'Reopen' : 'Resolve'}
      </Button>
    </div>
  );
}

export function ThreadCard({ thread, userId, nameOf }: ThreadCardProps) {
  const { isEditor } = useStudio();
  const { focused } = usePanel();
  const card = useRef<HTMLLIElement>(null);
  const isFocused = focused === thread.key;
  useEffect(() => {
    if (isFocused) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isFocused]);
  return (
    <li ref={card} className={styles.card} data-focused={isFocused} data-resolved={thread.resolved !== null}>
      <Place thread={thread} />
      <CommentView comment={thread} userId={userId} nameOf={nameOf} replies={thread.replies.length} />
      {thread.replies.length > 0 && (
        <ul className={styles.replies} aria-label="Replies">
          {thread.replies.map((reply) => (
            <li key={reply.key}>
              <CommentView comment={reply} userId={userId} nameOf={nameOf} replies={0} />
            </li>
          ))}
        </ul>
      )}
      {thread.resolved && <p className={styles.settled}>Resolved by {nameOf(thread.resolved.by)}</p>}
      {isEditor && <Answers thread={thread} />}
    </li>
  );
}
