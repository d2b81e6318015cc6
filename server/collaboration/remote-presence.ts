// The users on other server processes: a copy of their entries per project, kept until they are removed.

/** What processes send each other about one connection. */
export interface RemoteEntry {
  readonly clientId: number;
  readonly userId: string;
  /** The clock under which everybody knows the state. */
  readonly clock: number;
  /** JSON of the state, signed by the process that has the connection; null when the person left. */
  readonly state: string | null;
}

/** What the presence of one project needs to know of the other processes. */
export interface RemotePresenceView {
  entry(clientId: number): RemoteEntry | undefined;
  /** The user who owns the id on another process, if any. */
  ownerOf(clientId: number): string | undefined;
  /** The ids of all people there with an update after `since`. */
  present(since: number): number[];
  /** The person is on this process from now on. @returns the last clock known on other processes, or -1 */
  take(clientId: number): number;
  /** Sends the changes of this process to the others. */
  share(entries: readonly RemoteEntry[]): void;
}

interface KnownEntry extends RemoteEntry {
  /** The process that sent it. */
  readonly from: string;
  readonly at: number;
}

/** How long the clock of somebody who left is remembered: browsers do so for as long as the page is open. */
const REMEMBER_MS = 120_000;

export class RemotePresence {
  readonly #projects = new Map<string, Map<number, KnownEntry>>();

  of(projectId: string): ReadonlyMap<number, RemoteEntry & { readonly at: number }> {
    return this.#projects.get(projectId) ?? new Map();
  }

  /**
   * Applies an entry of another process.
   * @returns whether it was accepted: one for a person who is on a newer process, or for an id claimed by
   * another user, is not
   */
  applyRemote(from: string, projectId: string, entry: RemoteEntry): boolean {
    const people = this.#projects.get(projectId) ?? new Map<number, KnownEntry>();
    const known = people.get(entry.clientId);
    if (known && known.from !== from) {
      const isClaimed = known.state !== null && known.userId !== entry.userId;
      if (isClaimed || entry.clock <= known.clock) return false;
    }
    people.set(entry.clientId, { ...entry, from, at: performance.now() });
    this.#projects.set(projectId, people);
    return true;
  }

  /** @returns the last clock known for the id, which is removed here, or -1 */
  take(projectId: string, clientId: number): number {
    const people = this.#projects.get(projectId);
    const clock = people?.get(clientId)?.clock ?? -1;
    people?.delete(clientId);
    return clock;
  }

  /** Removes a process and its people. @returns the changed entries with their projects */
  leave(from: string): { readonly projectId: string; readonly entry: RemoteEntry }[] {
    const gone: { projectId: string; entry: RemoteEntry }[] = [];
    for (const [projectId, people] of this.#projects) {
      for (const [clientId, known] of people) {
        if (known.from !== from || known.state === null) continue;
        const entry = { ...known, state: null, at: performance.now() };
        people.set(clientId, entry);
        gone.push({ projectId, entry });
      }
    }
    return gone;
  }

  /** Removes the clocks of people who left long ago. */
  sweep(): void {
    const before = performance.now() - REMEMBER_MS;
    for (const [projectId, people] of this.#projects) {
      for (const [clientId, { state, at }] of people) {
        if (state === null && at < before) people.delete(clientId);
      }
      if (people.size === 0) this.#projects.delete(projectId);
    }
  }
}
