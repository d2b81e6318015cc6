// Shows the toasts of all pages, the newest first, each for a few seconds.
'use client';
import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useEffect } from 'react';
import { IconButton } from './icon-button';
import { TONE_ICONS, type Tone } from './notice';
import { useUppermost } from './open-dialogs';
import { pendingToasts } from './toast';
import styles from './toast-host.module.css';

interface ToastData {
  readonly tone: Tone;
}

const SHOWN_MS = 6_000;
/** More than this many at once are in the way. */
const MAX_SHOWN = 3;

/** The toasts to show; passes what is pending on to the library. */
function useToasts() {
  const { toasts, add } = Toast.useToastManager<ToastData>();
  useEffect(() => {
    const show = () => {
      const waiting = pendingToasts.get();
      if (waiting.length === 0) return;
      pendingToasts.set([]);
      for (const { text, tone } of waiting) {
        // What went wrong is announced at once, the rest when the reader is idle.
        add({ id: text, description: text, data: { tone }, priority: tone === 'danger' ? 'high' : 'low' });
      }
    };
    show();
    return pendingToasts.subscribe(show);
  }, [add]);
  return toasts;
}

function ToastList() {
  return useToasts().map((toast) => {
    const Icon = TONE_ICONS[toast.data?.tone ?? 'info'];
    return (
      // The library hides from screen readers what it has announced: no stop of the Tab key then. F6, Tab leads there.
      <Toast.Root
        key={toast.id}
        toast={toast}
        tabIndex={-1}
        className={styles.toast}
        data-tone={toast.data?.tone}
      >
        <Toast.Content className={styles.content}>
          <Icon aria-hidden />
          <Toast.Description className={styles.text} />
          <Toast.Close render={<IconButton label="Dismiss" tabIndex={-1} className={styles.close} />}>
            <X aria-hidden />
          </Toast.Close>
        </Toast.Content>
      </Toast.Root>
    );
  });
}

/** Mount it once, in the root layout. */
export function ToastHost() {
  const container = useUppermost();
  return (
    <Toast.Provider timeout={SHOWN_MS} limit={MAX_SHOWN}>
      <Toast.Portal container={container}>
        <Toast.Viewport className={styles.place} aria-label="Messages">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}
