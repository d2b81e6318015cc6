// A button with a tooltip, which it keeps while it is disabled.
'use client';
import type { ComponentPropsWithRef } from 'react';
import { Tip } from './tooltip';

export interface TipButtonProps extends Omit<ComponentPropsWithRef<'button'>, 'title'> {
  readonly tip: string;
  /** Its shortcut, as `aria-keyshortcuts` wants it: `Control+Z`. */
  readonly keys?: string | undefined;
  /** Whether the tip says more than the name of the button: screen readers say it as well then. */
  readonly describes?: boolean;
}

/*
 * A button that the browser knows as disabled gets no event of the mouse, and no tooltip could say what it is for. This one
 * is disabled by what it says of itself; the Tab key passes over it all the same.
 */
export function TipButton(props: TipButtonProps) {
  const { tip, keys, describes = false, disabled = false, onClick, tabIndex, ...rest } = props;
  return (
    <Tip text={tip} keys={keys}>
      <button
        type="button"
        {...rest}
        aria-description={describes ? tip : undefined}
        aria-disabled={disabled || undefined}
        tabIndex={disabled ? -1 : tabIndex}
        onClick={disabled ? undefined : onClick}
      />
    </Tip>
  );
}
