// A row of tabs and the panel of the one that is shown: arrow keys, Home and End move between them.
'use client';
import { Tabs as BaseTabs } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

interface TabsProps<Id extends string> {
  readonly shown: Id;
  readonly onShow: (id: Id) => void;
  readonly className?: string | undefined;
  /** A `TabList` and a `TabPanel`, with whatever stands between them. */
  readonly children: ReactNode;
}

export function Tabs<Id extends string>({ shown, onShow, className, children }: TabsProps<Id>) {
  return (
    <BaseTabs.Root value={shown} onValueChange={onShow} className={className}>
      {children}
    </BaseTabs.Root>
  );
}

export interface TabEntry {
  readonly id: string;
  readonly title: string;
  /** Marks that something arrived there that was not seen yet. */
  readonly isNew: boolean;
}

export function TabList({ label, tabs }: { readonly label: string; readonly tabs: readonly TabEntry[] }) {
  return (
    <BaseTabs.List activateOnFocus aria-label={label} className={styles.list}>
      {tabs.map(({ id, title, isNew }) => (
        <BaseTabs.Tab
          key={id}
          value={id}
          aria-label={isNew ? `${title}, with something new` : undefined}
          className={styles.tab}
        >
          {title}
          {isNew && <i className={styles.dot} />}
        </BaseTabs.Tab>
      ))}
    </BaseTabs.List>
  );
}

interface TabPanelProps {
  readonly id: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export function TabPanel({ id, className, children }: TabPanelProps) {
  return (
    // Every panel begins with something that takes the focus: a stop of its own before that would be one too many.
    <BaseTabs.Panel value={id} tabIndex={-1} className={className}>
      {children}
    </BaseTabs.Panel>
  );
}
