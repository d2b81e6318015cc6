// Toasts: short messages above the foot of the page that go away by themselves. What has to be acted on is a Notice.
'use client';
import type { Tone } from './notice';
import { Store } from './store';

export interface ToastMessage {
  readonly text: string;
  readonly tone: Tone;
}

/** What is not shown yet; `toast-host.tsx` shows it. */
export const pendingToasts = new Store<readonly ToastMessage[]>([]);

/** Shows a message. The same one again stays a while longer. */
export function showToast(text: string, tone: Tone = 'ok'): void {
  pendingToasts.set([...pendingToasts.get(), { text, tone }]);
}
