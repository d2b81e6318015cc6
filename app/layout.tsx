// The document around every page.
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { QueryProvider } from '@/components/pages/frame/query-provider';
import { UploadTray } from '@/components/pages/frame/upload-tray';
import { Overlays } from '@/components/ui/overlays';
import './globals.css';

// Every page is rendered for its request: its scripts carry the nonce of that one answer (proxy.ts).
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: { default: 'IsoMix Studio', template: '%s · IsoMix Studio' },
  description: 'Split a song into its stems, mix them together in the browser, and export what you hear.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#e4e2db' },
    { media: '(prefers-color-scheme: dark)', color: '#121210' },
  ],
};

export default function RootLayout({ children }: { readonly children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <QueryProvider>{children}</QueryProvider>
        <UploadTray />
        <Overlays />
      </body>
    </html>
  );
}
