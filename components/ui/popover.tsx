// Popovers: what a word means, or who stands behind a number; opened by pointing, a press, Enter or a finger.
'use client';
import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactElement, ReactNode } from 'react';
import { useUppermost } from './open-dialogs';
import styles from './popover.module.css';

interface PopoverProps {
  /** The button that opens it. */
  readonly trigger: ReactElement;
  readonly title: string;
  /** Whether pointing opens it: where it explains, and has nothing to operate. */
  readonly opensOnHover?: boolean;
  readonly children: ReactNode;
}

export function Popover({ trigger, title, opensOnHover = true, children }: PopoverProps) {
  const container = useUppermost();
  return (
    <BasePopover.Root>
      <BasePopover.Trigger openOnHover={opensOnHover} delay={300} render={trigger} />
      <BasePopover.Portal container={container}>
        <BasePopover.Positioner positionMethod="fixed" sideOffset={6} className={styles.place}>
          <BasePopover.Popup className={styles.popup}>
            <BasePopover.Title className={styles.title}>{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}

interface ExplainedProps {
  /** The word, as it stands in the page. */
  readonly children: string;
  readonly meaning: string;
}

/** A word in a heading or a table that says on request what it means. */
export function Explained({ children: word, meaning }: ExplainedProps) {
  const trigger = (
    <button type="button" className={styles.word}>
      {word}
    </button>
  );
  return (
    <Popover trigger={trigger} title={word}>
      <BasePopover.Description className={styles.meaning}>{meaning}</BasePopover.Description>
    </Popover>
  );
}
