// The side panel: comments, chat, activity and versions; on a phone a drawer from the bottom edge.
'use client';
import { X } from 'lucide-react';
import { ActivityTab } from '@/components/features/activity/activity-tab';
import { ChatTab } from '@/components/features/chat/chat-tab';
import type { ChatState } from '@/components/features/chat/use-chat';
import { CommentsTab } from '@/components/features/comments/comments-tab';
import { VersionsTab } from '@/components/features/versions/versions-tab';
import { PANEL_TABS, type PanelTab, usePanel } from '@/components/session/panel-context';
import type { NameOf } from '@/components/session/use-names';
import { IconButton } from '@/components/ui/icon-button';
import { closesPanel, focusElement } from '@/components/ui/panel-escape';
import { type TabEntry, TabList, TabPanel, Tabs } from '@/components/ui/tabs';
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

/** The tabs in their order; what is shown is seen. */
function tabEntries(
  shown: PanelTab,
  { chat, hasNewComments }: Pick<SidePanelProps, 'chat' | 'hasNewComments'>,
): TabEntry[] {
  const isNew: Partial<Record<PanelTab, boolean>> = { comments: hasNewComments, chat: chat.unread > 0 };
  return PANEL_TABS.map((id) => ({ id, title: TITLES[id], isNew: id !== shown && isNew[id] === true }));
}

export function SidePanel(props: SidePanelProps) {
  const { tab, open, close } = usePanel();
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
      <Tabs shown={tab} onShow={open} className={styles.tabs}>
        <header className={styles.head}>
          <TabList label="Side panel" tabs={tabEntries(tab, props)} />
          <IconButton label="Close the side panel" onClick={leave}>
            <X aria-hidden />
          </IconButton>
        </header>
        <TabPanel id={tab} className={styles.content}>
          <Content {...props} tab={tab} />
        </TabPanel>
      </Tabs>
    </aside>
  );
}
