// Tooltips: a line about what the mouse rests on or the Tab key has reached. One popup serves the whole page.
'use client';
import { Tooltip } from '@base-ui/react/tooltip';
import type { HTMLAttributes, ReactElement, ReactNode } from 'react';

interface TipContent {
  readonly text: ReactNode;
  /** The shortcut, as `aria-keyshortcuts` wants it. */
  readonly keys?: string | undefined;
}

interface TipProps extends TipContent {
  /** The element it is about: one that takes a ref and the handlers of the mouse and the focus. */
  readonly children: ReactElement<HTMLAttributes<HTMLElement>>;
}

/** What ties the tips of a page to their popup, which `tooltip-host.tsx` draws. */
export const tooltip = Tooltip.createHandle<TipContent>();

/**
 * Seen only: screen readers have the name of the element, and its `aria-description` where the text says more than that.
 * Tips may stand inside of one another; the innermost shows.
 */
export function Tip({ text, keys, children }: TipProps) {
  return (
    <Tooltip.Trigger
      handle={tooltip}
      payload={{ text, keys }}
      id={children.props.id}
      aria-keyshortcuts={keys}
      render={children}
    />
  );
}
