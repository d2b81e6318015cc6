// Runs tasks one at a time, taking turns between the networks they come from, and refuses what would wait too long.
import { matchCopies } from '@/platform/error-copies';

export interface FairQueueLimits {
  /** Tasks that may wait, beside the one that runs. */
  readonly waiting: number;
}

/** Too many tasks wait already; this one was not started. */
export class QueueFullError extends Error {
  static {
    matchCopies(QueueFullError, 'QueueFullError');
  }

  constructor() {
    super('Too many tasks are waiting.');
  }
}

interface Waiting {
  /** The networks the task belongs to, the widest first. */
  readonly networks: readonly string[];
  readonly enter: () => void;
  readonly refuse: (error: Error) => void;
}

/** The groups of some tasks at one width of network; addresses with fewer widths stand for themselves below theirs. */
function groupsAt(tasks: readonly Waiting[], width: number): Map<string, Waiting[]> {
  const groups = new Map<string, Waiting[]>();
  for (const task of tasks) {
    const name = task.networks[Math.min(width, task.networks.length - 1)] ?? '';
    groups.set(name, [...(groups.get(name) ?? []), task]);
  }
  return groups;
}

/**
 * A queue in which neither an address nor a network of any width that sends many tasks delays the tasks of other
 * networks by more than one turn, or takes their places: when it is full, the network with the most waiting tasks loses
 * its newest one ("longest queue drop" of McKenney, Stochastic Fairness Queueing, INFOCOM 1990, at each width in turn).
 */
export class FairQueue {
  readonly #limits: FairQueueLimits;
  #waiting: Waiting[] = [];
  /** The turn that each network of a waiting task had last, or began to wait in. */
  readonly #lastTurn = new Map<string, number>();
  #turn = 0;
  #isRunning = false;

  constructor(limits: FairQueueLimits) {
    this.#limits = limits;
  }

  /**
   * Runs `task` when its turn comes, and settles as it does.
   * @param networks that it comes from, the widest first, as `networksOf` names them
   * @param signal gives the place in the queue up; a task that runs goes on
   * @throws QueueFullError when there is no place, or others need this one more; the reason of `signal`
   */
  async run<T>(networks: readonly string[], task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.#isRunning) await this.#wait(networks, signal);
    this.#isRunning = true;
    this.#countTurn(networks);
    try {
      return await task();
    } finally {
      this.#next();
    }
  }

  #wait(networks: readonly string[], signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        this.#remove(entry);
        reject(signal?.reason);
      };
      const settled = () => signal?.removeEventListener('abort', onAbort);
      const entry: Waiting = {
        networks,
        enter: () => {
          settled();
          resolve();
        },
        refuse: (error) => {
          settled();
          reject(error);
        },
      };
      signal?.addEventListener('abort', onAbort, { once: true });
      // However long a network was unavailable, it stands behind those that wait already, but before the one that runs.
      for (const each of networks) if (!this.#lastTurn.has(each)) this.#lastTurn.set(each, this.#turn - 1);
      this.#waiting.push(entry);
      if (this.#waiting.length > this.#limits.waiting) this.#refuseOne();
    });
  }

  /** Refuses the newest task of the network that has the most, and within it of the narrower one that has the most. */
  #refuseOne(): void {
    const loser = this.#descend((groups) => {
      const maxLength = Math.max(...groups.map((group) => group.length));
      // Tasks stand in the order in which they came: of several networks with as many, the last to come loses.
      const order = (group: readonly Waiting[]) =>
        this.#waiting.findLastIndex((each) => group.includes(each));
      return groups
        .filter((group) => group.length === maxLength)
        .reduce((latest, group) => (order(group) > order(latest) ? group : latest));
    }).at(-1);
    if (!loser) return;
    this.#remove(loser);
    loser.refuse(new QueueFullError());
  }

  #next(): void {
    const next = this.#descend((groups, width) => {
      const turnOf = ([first]: readonly Waiting[]) =>
        this.#lastTurn.get(first?.networks[Math.min(width, first.networks.length - 1)] ?? '') ?? 0;
      return groups.reduce((best, group) => (turnOf(group) < turnOf(best) ? group : best));
    })[0];
    // Until the task that enters has begun, the queue counts as busy.
    this.#isRunning = next !== undefined;
    if (next) {
      this.#remove(next);
      next.enter();
    }
  }

  /** Narrows the waiting tasks down, width by width, to the group that `choose` picks at each. */
  #descend(choose: (groups: Waiting[][], width: number) => Waiting[]): Waiting[] {
    const widths = Math.max(0, ...this.#waiting.map(({ networks }) => networks.length));
    let tasks = this.#waiting;
    for (let width = 0; width < widths; width++) {
      tasks = choose([...groupsAt(tasks, width).values()], width);
    }
    return tasks;
  }

  #remove(entry: Waiting): void {
    this.#waiting = this.#waiting.filter((each) => each !== entry);
  }

  /** Notes that a task of these networks has its turn; turns of networks of which nothing waits no longer matter. */
  #countTurn(networks: readonly string[]): void {
    this.#turn += 1;
    const present = new Set(this.#waiting.flatMap((each) => each.networks));
    for (const network of this.#lastTurn.keys()) if (!present.has(network)) this.#lastTurn.delete(network);
    for (const network of networks) this.#lastTurn.set(network, this.#turn);
  }
}
