// The comments of the project in the order of the song, and the place to write one.
'use client';
import { useState } from 'react';
import type { Samples } from '@/audio/units';
import { usePanel } from '@/components/session/panel-context';
import { useStudio } from '@/components/session/studio-context';
import { usePlayer } from '@/components/session/transport/use-player';
import type { NameOf } from '@/components/session/use-names';
import { Composer } from '@/components/ui/composer';
import { formatPosition } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { startThread } from '@/document/comment-edits';
import { MAX_COMMENT_CHARS } from '@/document/comment-schema';
import styles from './comments-tab.module.css';
import { ThreadCard } from './thread-card';
import { useCommentEdit } from './use-comment-edit';

const WHOLE_SONG = '';

/** Where the comment will stand: the place picked on a lane, else the playhead. */
function NewComment() {
  const { connection, player } = useStudio().session;
  const { draft, compose, focus } = usePanel();
  const [stemId, setStemId] = useState(WHOLE_SONG);
  const stems = useSelected(connection.reader.tracks, (all) => all);
  const position = usePlayer(player, (state) => state.position);
  const { error, attempt } = useCommentEdit();
  const pin = draft ?? { stemId: stemId === WHOLE_SONG ? null : stemId, position };
  const send = (text: string) =>
    attempt(() => {
      const key = startThread(connection.author, pin, text);
      compose(null);
      focus(key);
    });
  return (
    <Composer
      // A new place begins a new comment, with the hand in the field.
      key={draft ? draft.position : 'playhead'}
      label="New comment"
      action="Comment"
      placeholder="Say something about this moment"
      maxLength={MAX_COMMENT_CHARS}
      autoFocus={draft !== null}
      error={error}
      onSend={send}
      {...(draft ? { onCancel: () => compose(null) } : {})}
    >
      <span className={styles.pin}>
        <span className={styles.time}>{formatPosition(pin.position as Samples)}</span>
        <select
          aria-label="About"
          value={pin.stemId ?? WHOLE_SONG}
          onChange={({ currentTarget: { value } }) => {
            setStemId(value);
            if (draft) compose({ ...draft, stemId: value === WHOLE_SONG ? null : value });
          }}
        >
          <option value={WHOLE_SONG}>Whole song</option>
          {stems.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </span>
    </Composer>
  );
}

export function CommentsTab({ userId, nameOf }: { readonly userId: string; readonly nameOf: NameOf }) {
  const { session, isEditor, role } = useStudio();
  const { focused } = usePanel();
  const [withResolved, setWithResolved] = useState(false);
  const threads = useSelected(session.connection.comments.threads, (all) => all);
  const resolved = threads.filter((thread) => thread.resolved !== null).length;
  const shown = threads.filter(({ key, resolved: settled }) => withResolved || !settled || key === focused);
  return (
    <>
      <div className={styles.list}>
        {resolved > 0 && (
          <label className={styles.filter}>
            <input
              type="checkbox"
              checked={withResolved}
              onChange={(event) => setWithResolved(event.currentTarget.checked)}
            />
            Show resolved ({resolved})
          </label>
        )}
        {shown.length === 0 && (
          <p className={styles.empty}>
            No open comments.{' '}
            {isEditor && (
              <>
                Write below to comment where the playhead is
                <span className={styles.mouse}>, or Alt-click the lane of a stem</span>
                <span className={styles.touch}>; tap a lane to move it there</span>.
              </>
            )}
          </p>
        )}
        <ul aria-label="Comments">
          {shown.map((thread) => (
            <ThreadCard key={thread.key} thread={thread} userId={userId} nameOf={nameOf} />
          ))}
        </ul>
      </div>
      <div className={styles.write}>
        {isEditor ? (
          <NewComment />
        ) : (
          role === 'viewer' && <Notice>Viewers read the comments. You can write in the chat.</Notice>
        )}
      </div>
    </>
  );
}
