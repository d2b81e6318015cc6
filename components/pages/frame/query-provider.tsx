// Holds what the pages of this tab have fetched. In the root layout, so that it outlives the change of pages.
'use client';
import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createQueryClient } from '@/components/api/query-client';

export function QueryProvider({ children }: { readonly children: ReactNode }) {
  // In state, not in the module: the server draws the pages of many people with one module.
  const [client] = useState(createQueryClient);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
