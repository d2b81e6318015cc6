// What holds for everything that pages fetch, decided once: when it is asked for again, and how long it is kept.
import { QueryClient } from '@tanstack/react-query';

/**
 * How long an answer is kept that no part of the page shows. Long enough for React to draw what asked for it, short enough
 * that pages open with what the studio says now: while none shows it, no live event keeps it up to date.
 */
const KEPT_UNUSED_MS = 10_000;

/** The cache of one browser tab, or of one page that the server draws. */
export const createQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        // A refusal stays one, and a person reads why at once; live connections and "Try again" ask anew.
        retry: false,
        // Also without a network: the sentence about it is the answer, and the studio may run on this very machine.
        networkMode: 'always',
        // Whatever opens on a page reads anew.
        staleTime: 0,
        // The server draws each page with a cache of its own, which goes with it.
        gcTime: typeof window === 'undefined' ? Number.POSITIVE_INFINITY : KEPT_UNUSED_MS,
        // What changes is told by live events, and after a gap in them everything is read again (refresh-live.ts).
        refetchOnWindowFocus: false,
        refetchOnReconnect: false,
        // A tab in the background goes on playing, and needs links that are still valid when somebody returns to it.
        refetchIntervalInBackground: true,
        // What is equal stays the same object: an answer without a change draws nothing and starts no effect.
        structuralSharing: true,
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
