// The people on other server processes, as those processes last said: a copy per project, kept until it is taken back.

/** What processes tell each other about one connection. */
export interface SharedSeat {
  readonly clientId: number;
  readonly userId: string;
  /** The clock under which everybody knows the state. */
  readonly clock: number;
  /** JSON of the state, signed by the process that has the connection; null when the person left. */
  readonly state: string | null;
}

/** What the presence of one project needs to know of the other processes. */
export interface Elsewhere {
  seat(clientId: number): SharedSeat | undefined;
  /** Who sits under the id on another process; undefined for nobody. */
  holder(clientId: number): string | undefined;
  /** The ids of everybody there who was heard of after `since`. */
  present(since: number): number[];
  /** The person is on this process from now on. @returns the last clock known elsewhere, or -1 */
  take(clientId: number): number;
  /** Tells the other processes what changed here. */
  share(seats: readonly SharedSeat[]): void;
}

interface KnownSeat extends SharedSeat {
  /** The process that said so. */
  readonly from: string;
  readonly at: number;
}

/** How long the clock of somebody who left is remembered: browsers do so for as long as the page is open. */
const REMEMBER_MS = 120_000;

export class PeopleElsewhere {
  readonly #projects = new Map<string, Map<number, KnownSeat>>();

  of(projectId: string): ReadonlyMap<number, SharedSeat & { readonly at: number }> {
    return this.#projects.get(projectId) ?? new Map();
  }

  /**
   * Takes the word of another process.
   * @returns whether it counts: news of somebody who meanwhile sits elsewhere, or of an id in other hands, does not
   */
  hear(from: string, projectId: string, seat: SharedSeat): boolean {
    const people = this.#projects.get(projectId) ?? new Map<number, KnownSeat>();
    const known = people.get(seat.clientId);
    if (known && known.from !== from) {
      const isTaken = known.state !== null && known.userId !== seat.userId;
      if (isTaken || seat.clock <= known.clock) return false;
    }
    people.set(seat.clientId, { ...seat, from, at: performance.now() });
    this.#projects.set(projectId, people);
    return true;
  }

  /** @returns the last clock known for the id, which is forgotten here, or -1 */
  take(projectId: string, clientId: number): number {
    const people = this.#projects.get(projectId);
    const clock = people?.get(clientId)?.clock ?? -1;
    people?.delete(clientId);
    return clock;
  }

  /** A process is gone, and so are its people. @returns whom to tell about in which project */
  leave(from: string): { readonly projectId: string; readonly seat: SharedSeat }[] {
    const gone: { projectId: string; seat: SharedSeat }[] = [];
    for (const [projectId, people] of this.#projects) {
      for (const [clientId, known] of people) {
        if (known.from !== from || known.state === null) continue;
        const seat = { ...known, state: null, at: performance.now() };
        people.set(clientId, seat);
        gone.push({ projectId, seat });
      }
    }
    return gone;
  }

  /** Forgets the clocks of people who left long ago. */
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
