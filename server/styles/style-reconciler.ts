// Watches the open documents of this process and reconciles restyles whenever a style changes.

import { RESULTS_MAP } from '@/document/schema';
import { STYLES_MAP } from '@/document/style-schema';
import { subscribe } from '@/platform/bus';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { log } from '@/platform/log';
import { reconcileRestyles } from './reconcile-restyles';

/** Several changes in one go, as a version or a reset makes them, become one render. */
const GATHER_MS = 250;
/** Pause before trying again when the database does not answer. */
const RETRY_MS = 2_000;

/** What the reconciler needs to know about an open document. */
export interface WatchedRoom {
  readonly projectId: string;
  readonly live: {
    getMap(name: string): { readonly size: number; observe(listener: () => void): void };
    on(event: 'destroy', listener: () => void): void;
  };
}

/*
 * Renders follow the committed document rather than a request of the person who edits: undo, edits made offline and
 * a page that is closed right after need no care of their own, and two people who choose at once get one render.
 * What a process does not live to do is done when the document is opened next.
 */
export class StyleReconciler {
  readonly #watched = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #following = new Map<string, Promise<void>>();
  #unsubscribe: (() => void) | undefined;
  #isStopped = false;

  /** Subscribes to finished analyses of sounds: strips may wait for one. */
  async start(): Promise<void> {
    const scheduleAll = () => {
      for (const projectId of this.#watched) this.#schedule(projectId);
    };
    this.#unsubscribe = await subscribe((event) => {
      if (event.type === 'job' && event.change === 'state' && event.name === grainLibraryJob.name)
        scheduleAll();
    }, scheduleAll);
  }

  /** Observes the styles of a document for as long as it is open. */
  watch({ projectId, live }: WatchedRoom): void {
    const styles = live.getMap(STYLES_MAP);
    const scheduleIfStyled = () => {
      if (styles.size > 0) this.#schedule(projectId);
    };
    styles.observe(() => this.#schedule(projectId));
    live.getMap(RESULTS_MAP).observe(scheduleIfStyled);
    this.#watched.add(projectId);
    live.on('destroy', () => this.#watched.delete(projectId));
    scheduleIfStyled();
  }

  /** Finishes what is under way and begins nothing more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    this.#unsubscribe?.();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await Promise.all(this.#following.values());
  }

  #schedule(projectId: string, waitMs = GATHER_MS): void {
    if (this.#isStopped || this.#timers.has(projectId)) return;
    const follow = () => {
      this.#timers.delete(projectId);
      this.#reconcile(projectId);
    };
    this.#timers.set(projectId, setTimeout(follow, waitMs));
  }

  #reconcile(projectId: string): void {
    const turn = (this.#following.get(projectId) ?? Promise.resolve())
      .then(() => reconcileRestyles(projectId))
      .catch((error: unknown) => {
        log.warn({ err: error }, `The styles of project ${projectId} were not followed; trying again.`);
        this.#schedule(projectId, RETRY_MS);
      })
      .finally(() => {
        if (this.#following.get(projectId) === turn) this.#following.delete(projectId);
      });
    this.#following.set(projectId, turn);
  }
}
