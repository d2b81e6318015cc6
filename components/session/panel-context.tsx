// The side panel as the rest of the studio sees it: which tab is open, and what a click on a lane begins there.
'use client';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import type { Pin } from '@/document/comment-edits';

export const PANEL_TABS = ['comments', 'chat', 'activity', 'versions'] as const;
export type PanelTab = (typeof PANEL_TABS)[number];

export interface Panel {
  /** Null while the panel is closed. */
  readonly tab: PanelTab | null;
  /** Where the comment that is being written will stand. */
  readonly draft: Pin | null;
  /** The thread that was picked on a lane. */
  readonly focused: string | null;
  readonly open: (tab: PanelTab) => void;
  readonly close: () => void;
  /** Opens the comments and begins one; null gives it up. */
  readonly compose: (pin: Pin | null) => void;
  readonly focus: (thread: string) => void;
}

const PanelContext = createContext<Panel | null>(null);

export function PanelProvider({ children }: { readonly children: ReactNode }) {
  const [tab, setTab] = useState<PanelTab | null>(null);
  const [draft, setDraft] = useState<Pin | null>(null);
  const [focused, setFocused] = useState<string | null>(null);
  const panel = useMemo<Panel>(
    () => ({
      tab,
      draft,
      focused,
      open: (next) => {
        setTab(next);
        if (next !== 'comments') setDraft(null);
      },
      close: () => {
        setTab(null);
        setDraft(null);
        setFocused(null);
      },
      compose: (pin) => {
        setDraft(pin);
        if (pin) setTab('comments');
      },
      focus: (thread) => {
        setFocused(thread);
        setTab('comments');
      },
    }),
    [tab, draft, focused],
  );
  return <PanelContext.Provider value={panel}>{children}</PanelContext.Provider>;
}

/** The panel around this component. @throws Error outside of a studio */
export function usePanel(): Panel {
  const panel = useContext(PanelContext);
  if (!panel) throw new Error('This part of the page works inside an open studio only.');
  return panel;
}
