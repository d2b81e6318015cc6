// One comment: its author, time and text; authors can edit and delete their own.
'use client';
import { type CSSProperties, useState } from 'react';
import { useStudio } from '@/components/session/studio-context';
import type { NameOf } from '@/components/session/use-names';
import { Composer } from '@/components/ui/composer';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { TimeAgo } from '@/components/ui/time-ago';
import { useTask } from '@/components/ui/use-task';
import { WrappedText } from '@/components/ui/wrapped-text';
import { removeComment, rewriteComment } from '@/document/comment-edits';
import { MAX_COMMENT_CHARS } from '@/document/comment-schema';
import type { Comment } from '@/document/comments';
import { personColor } from '@/document/wire/presence';
import styles from './comment-view.module.css';
import { useCommentEdit } from './use-comment-edit';

interface CommentViewProps {
  readonly comment: Comment;
  readonly userId: string;
  readonly nameOf: NameOf;
  /** How many answers would go with it. */
  readonly replies: number;
}

function OwnTools({ onEdit, onRemove }: { readonly onEdit: () => void; readonly onRemove: () => void }) {
  return (
    <span className={styles.own}>
      <button type="button" onClick={onEdit}>
        Edit
      </button>
      <button type="button" onClick={onRemove}>
        Delete
      </button>
    </span>
  );
}

export function CommentView({ comment, userId, nameOf, replies }: CommentViewProps) {
  const { session, isEditor } = useStudio();
  const { author } = session.connection;
  const [isEditing, setEditing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const { error, attempt } = useCommentEdit();
  const task = useTask();
  const rewrite = (text: string) => {
    const isDone = attempt(() => rewriteComment(author, comment.key, text));
    if (isDone) setEditing(false);
    return isDone;
  };
  const remove = () => attempt(() => removeComment(author, comment.key));
  const isOwn = comment.authorId === userId;
  return (
    <article className={styles.comment}>
      <header className={styles.head} style={{ '--person': personColor(comment.authorId) } as CSSProperties}>
        <strong>{nameOf(comment.authorId)}</strong>
        <TimeAgo at={comment.writtenAt} note={comment.editedAt === null ? '' : ', edited'} />
        {isOwn && isEditor && !isEditing && (
          <OwnTools
            onEdit={() => setEditing(true)}
            onRemove={() => (replies > 0 ? setAsking(true) : remove())}
          />
        )}
      </header>
      {isEditing ? (
        <Composer
          label="Change the comment"
          action="Save"
          initial={comment.text}
          autoFocus
          maxLength={MAX_COMMENT_CHARS}
          error={error}
          onSend={rewrite}
          onCancel={() => setEditing(false)}
        />
      ) : (
        <WrappedText text={comment.text} />
      )}
      <ConfirmDialog
        title="Delete this comment?"
        action="Delete"
        open={isAsking}
        task={task}
        onClose={() => setAsking(false)}
        onConfirm={remove}
      >
        {replies === 1 ? 'The answer to it goes with it.' : `The ${replies} answers to it go with it.`}
      </ConfirmDialog>
    </article>
  );
}
