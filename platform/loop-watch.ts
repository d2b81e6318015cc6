// Watches the loops of this process: one that has work and does not get on is stuck, whatever else answers.

/** How one loop is doing. */
export interface LoopState {
  readonly name: string;
  /** Seconds for which work has been waiting without a round that finished; null while nothing waits. */
  readonly waitingS: number | null;
  readonly isStuck: boolean;
}

export interface LoopWatch {
  /** Work waits from now on, unless some was waiting already. */
  due(): void;
  /** A round has finished; more work waits. */
  done(): void;
  /** A round has finished, and nothing waits any more. */
  idle(): void;
  /** The loop has ended in order. */
  end(): void;
}

interface Entry {
  readonly name: string;
  readonly stuckAfterMs: number;
  since: number | undefined;
}

/*
 * Next bundles route handlers apart from the server, so a module variable would exist twice in one process; the
 * global object exists once.
 */
const globals = globalThis as typeof globalThis & { isomixLoops?: Set<Entry> };

/**
 * Begins to watch a loop of this process.
 * @param stuckAfterMs a loop with work that finished no round for this long is stuck
 */
export function watchLoop(name: string, stuckAfterMs: number): LoopWatch {
  globals.isomixLoops ??= new Set();
  const loops = globals.isomixLoops;
  const entry: Entry = { name, stuckAfterMs, since: undefined };
  loops.add(entry);
  return {
    due() {
      entry.since ??= performance.now();
    },
    done() {
      entry.since = performance.now();
    },
    idle() {
      entry.since = undefined;
    },
    end: () => void loops.delete(entry),
  };
}

/** All loops of this process; of several with one name, the one that waits longest. */
export function readLoops(): LoopState[] {
  const now = performance.now();
  const byName = new Map<string, LoopState>();
  for (const { name, stuckAfterMs, since } of globals.isomixLoops ?? []) {
    const waitedMs = since === undefined ? null : now - since;
    const waitingS = waitedMs === null ? null : Math.round(waitedMs / 100) / 10;
    const known = byName.get(name);
    if (known && (known.waitingS ?? -1) >= (waitingS ?? -1)) continue;
    byName.set(name, { name, waitingS, isStuck: waitedMs !== null && waitedMs > stuckAfterMs });
  }
  return [...byName.values()];
}

/** The names of the loops that are stuck. */
export const stuckLoops = (): string[] =>
  readLoops()
    .filter(({ isStuck }) => isStuck)
    .map(({ name }) => name);
