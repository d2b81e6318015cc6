// Opens and closes the side panel; a dot marks that it contains something new.
'use client';
import { MessageSquareText } from 'lucide-react';
import { usePanel } from '@/components/session/panel-context';
import { Button } from '@/components/ui/button';
import { closesPanel } from '@/components/ui/panel-escape';
import { Tip } from '@/components/ui/tooltip';
import styles from './panel-button.module.css';

interface PanelButtonProps {
  /** Messages of the chat that were not read. */
  readonly unread: number;
  readonly hasNewComments: boolean;
}

export const PANEL_BUTTON_ID = 'panel-button';
const WHAT = 'Comments, chat, activity and versions';

export function PanelButton({ unread, hasNewComments }: PanelButtonProps) {
  const { tab, open, close } = usePanel();
  const isNew = unread > 0 || hasNewComments;
  const onClick = () => {
    if (tab) close();
    else open(unread > 0 && !hasNewComments ? 'chat' : 'comments');
  };
  return (
    <Tip text={WHAT}>
      <Button
        id={PANEL_BUTTON_ID}
        small
        icon={<MessageSquareText aria-hidden />}
        aria-label={isNew ? 'Notes, with something new' : 'Notes'}
        aria-pressed={tab !== null}
        className={styles.button ?? ''}
        aria-description={WHAT}
        onClick={onClick}
        onKeyDown={(event) => tab && closesPanel(event) && close()}
      >
        <span className={styles.word}>Notes</span>
        {isNew && <i className={styles.badge} data-count={unread > 0 ? Math.min(unread, 99) : undefined} />}
      </Button>
    </Tip>
  );
}
