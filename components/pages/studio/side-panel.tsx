// The side panel: comments, chat, activity and versions; on a phone a drawer from the bottom edge.
'use client';
import { X } from 'lucide-react';
import { type KeyboardEvent, useRef } from 'react';
import { ActivityTab } from '@/components/features/activity/activity-tab';
import { ChatTab } from '@/components/features/chat/chat-tab';
import type { ChatState } from '@/components/features/chat/use-chat';
import { CommentsTab } from '@/components/features/comments/comments-tab';
import { VersionsTab } from '@/components/features/versions/versions-tab';
import { PANEL_TABS, type PanelTab, usePanel } from '@/components/session/panel-context';
import type { NameOf } from '@/components/session/use-names';
import { IconButton } from '@/components/ui/button';
import { closesPanel, focusElement } from '@/components/ui/panel-escape';
import { PANEL_BUTTON_ID } from './panel-button';
import styles from './side-panel.module.css';

const TITLES: Record<PanelTab, string> = {
  comments: 'Comments',
  chat: 'Chat',
  activity: 'Activity',
  versions: 'Versions',
};

interface SidePanelProps {
  readonly userId: string;
  readonly chat: ChatState;
  readonly nameOf: NameOf;
  readonly hasNewComments: boolean;
  /** Opens the list of people, or that of exports. */
  readonly onPeople: () => void;
  readonly onExports: () => void;
}

function Content(props: SidePanelProps & { readonly tab: PanelTab }) {
  const { tab, userId, chat, nameOf, onPeople, onExports } = props;
  if (tab === 'comments') return <CommentsTab userId={userId} nameOf={nameOf} />;
  if (tab === 'chat') return <ChatTab userId={userId} chat={chat} />;
  if (tab === 'activity') {
    return <ActivityTab onPeople={onPeople} onExports={onExports} />;
  }
  return <VersionsTab userId={userId} />;
}

function Tabs({ chat, hasNewComments }: Pick<SidePanelProps, 'chat' | 'hasNewComments'>) {
  const { tab: current, open } = usePanel();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !current) return;
    const { length } = PANEL_TABS;
    const next = PANEL_TABS[(PANEL_TABS.indexOf(current) + step + length) % length] as PanelTab;
    open(next);
    list.current?.querySelector<HTMLElement>(`[data-tab="${next}"]`)?.focus();
    event.preventDefault();
  };
  const isNew: Partial<Record<PanelTab, boolean>> = { comments: hasNewComments, chat: chat.unread > 0 };
  return (
    <div ref={list} role="tablist" aria-label="Side panel" className={styles.tabs} onKeyDown={onKeyDown}>
      {PANEL_TABS.map((tab) => (
        <button
          key={tab}
          type="button"
          role="tab"
          id={`panel-tab-${tab}`}
          data-tab={tab}
          aria-selected={tab === current}
          aria-controls="panel-content"
          tabIndex={tab === current ? 0 : -1}
          onClick={() => open(tab)}
        >
          {TITLES[tab]}
          {isNew[tab] && tab !== current && <i className={styles.dot} title="Something new" />}
        </button>
      ))}
    </div>
  );
}

export function SidePanel(props: SidePanelProps) {
  const { tab, close } = usePanel();
  if (!tab) return null;
  const leave = () => {
    close();
    focusElement(PANEL_BUTTON_ID);
  };
  return (
    <aside
      className={styles.panel}
      aria-label="Side panel"
      onKeyDown={(event) => closesPanel(event) && leave()}
    >
      <header className={styles.head}>
        <Tabs chat={props.chat} hasNewComments={props.hasNewComments} />
        <IconButton label="Close the side panel" onClick={leave}>
          <X aria-hidden />
        </IconButton>
      </header>
      <div id="panel-content" className={styles.content} role="tabpanel" aria-labelledby={`panel-tab-${tab}`}>
        <Content {...props} tab={tab} />
      </div>
    </aside>
  );
}
