// The popup of all tooltips of a page, and when it opens.
'use client';
import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useRef } from 'react';
import { useUppermost } from './open-dialogs';
import { shortcutText } from './shortcut';
import { isTabbing, watchTabFocus } from './tab-focus';
import { tooltip } from './tooltip';
import styles from './tooltip-host.module.css';

/** With these alone nothing was done yet. */
const QUIET_KEYS: ReadonlySet<string> = new Set(['Tab', 'Shift', 'Control', 'Alt', 'Meta']);

/** The focus shows a tip where the Tab key brought it: not after a click into a field, nor where the page moved it. */
function onOpenChange(open: boolean, details: Tooltip.Root.ChangeEventDetails): void {
  const { reason } = details;
  if (open && reason === 'trigger-focus' && !isTabbing()) details.cancel();
  if (reason !== 'escape-key') return;
  // Any key closes the tip, below. Escape goes on to the panel or dialog that it is for.
  details.cancel();
  details.allowPropagation();
}

/** Mount it once, in the root layout. Screen readers would meet it at the end of the page, outside of everything: they do not. */
export function TooltipHost() {
  const container = useUppermost();
  const actions = useRef<Tooltip.Root.Actions>(null);
  useEffect(watchTabFocus, []);
  useEffect(() => {
    // Who works with the keys has read it, or has no need to.
    const onKey = ({ key }: KeyboardEvent) => {
      if (!QUIET_KEYS.has(key)) actions.current?.close();
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
  return (
    <Tooltip.Root handle={tooltip} actionsRef={actions} onOpenChange={onOpenChange}>
      {({ payload }) => (
        <Tooltip.Portal container={container}>
          <Tooltip.Positioner positionMethod="fixed" sideOffset={6} className={styles.place}>
            <Tooltip.Popup className={styles.tip} role="tooltip" aria-hidden>
              {payload?.text}
              {payload?.keys && <kbd className={styles.keys}>{shortcutText(payload.keys)}</kbd>}
            </Tooltip.Popup>
          </Tooltip.Positioner>
        </Tooltip.Portal>
      )}
    </Tooltip.Root>
  );
}
