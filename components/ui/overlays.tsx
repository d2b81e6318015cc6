// What lies above every page: the tooltip and the toasts. Their code comes after the page, which works without it.
'use client';
import { lazy, Suspense } from 'react';

const TooltipHost = lazy(async () => ({ default: (await import('./tooltip-host')).TooltipHost }));
const ToastHost = lazy(async () => ({ default: (await import('./toast-host')).ToastHost }));

/** Mount it once, in the root layout. */
export function Overlays() {
  return (
    <Suspense>
      <TooltipHost />
      <ToastHost />
    </Suspense>
  );
}
