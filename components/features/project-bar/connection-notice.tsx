// When the connection is gone: what that means for one's edits, and the way out.
'use client';
import Link from 'next/link';
import { accountPage } from '@/components/api/return-path';
import { describeConnection } from '@/components/collaboration/connection-state';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { Button, buttonClass } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useSelected } from '@/components/ui/store';
import { CLOSE_CODES } from '@/document/wire/presence';
import styles from './connection-notice.module.css';
import { useSecondsUntil } from './use-seconds-until';

/** After these the project cannot be had back from this page. */
const FINAL: ReadonlySet<number> = new Set([CLOSE_CODES.forbidden, CLOSE_CODES.notFound]);
/** After these the copy in this browser contains the very edit that was rejected. */
const REFUSED: ReadonlySet<number> = new Set([CLOSE_CODES.invalidEdit, CLOSE_CODES.tooLarge]);

interface ConnectionNoticeProps {
  readonly connection: ProjectConnection;
  readonly isEditor: boolean;
}

export function ConnectionNotice({ connection, isEditor }: ConnectionNoticeProps) {
  const state = useSelected(connection.state, (current) => current);
  const waitS = useSecondsUntil(state.mayReconnectAt);
  const { tone, detail } = describeConnection(state, isEditor);
  if (state.link === 'lost') {
    return (
      <div className={styles.narrow}>
        <Notice tone="warn">{detail}</Notice>
      </div>
    );
  }
  if (tone !== 'danger') return null;
  const code = state.closeCode ?? 0;
  const startAfresh = async () => {
    await connection.deleteLocalCopy();
    window.location.reload();
  };
  return (
    <div className={styles.place}>
      <Notice
        tone="danger"
        action={
          code === CLOSE_CODES.signedOut ? (
            <Link
              href={accountPage('sign-in', window.location.pathname)}
              className={buttonClass('outline', true)}
            >
              Sign in
            </Link>
          ) : FINAL.has(code) ? (
            <Link href="/" className={buttonClass('outline', true)}>
              To your projects
            </Link>
          ) : REFUSED.has(code) ? (
            <Button small onClick={() => void startAfresh()}>
              Reload without it
            </Button>
          ) : (
            <Button small disabled={waitS > 0} onClick={() => connection.reconnect()}>
              {waitS > 0 ? `Reconnect in ${waitS} s` : 'Reconnect'}
            </Button>
          )
        }
      >
        {detail}
      </Notice>
    </div>
  );
}
