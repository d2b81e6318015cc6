// For tests and benchmarks: many people on several documents, each moving a fader at a steady pace.
import { setTimeout as pause } from 'node:timers/promises';
import { registerKey } from '@/document/registers';
import { MIX_MAP } from '@/document/schema';
import { loadDocument } from '../../documents/read-document';
import { LoadClient, type LoadFigures, moveOf } from './load-client';
import { addPerson, addProject, headersOf, type TestPerson, until } from './studio';

export interface Clients {
  readonly projects: readonly { readonly id: string; readonly people: readonly TestPerson[] }[];
}

export interface Pace {
  /** Moves of each person per second. */
  readonly moves: number;
  /** Presence updates of each person per second. */
  readonly presence: number;
}

/** People with accounts, spread evenly over projects. */
export async function addClients(people: number, projects: number): Promise<Clients> {
  const clients: { id: string; people: TestPerson[] }[] = [];
  for (let p = 0; p < projects; p++) {
    const members: TestPerson[] = [];
    for (let i = p; i < people; i += projects) members.push(await addPerson(`person ${i}`));
    const [owner, ...others] = members as [TestPerson, ...TestPerson[]];
    const id = await addProject(
      owner,
      others.map((person) => [person, 'editor'] as const),
    );
    clients.push({ id, people: members });
  }
  return { projects: clients };
}

export class Load {
  readonly figures: LoadFigures = { fanOut: [], acknowledged: [], setAt: new Map() };
  #clients: { readonly projectId: string; readonly client: LoadClient }[] = [];
  #timers: NodeJS.Timeout[] = [];

  /** Connects all clients; `moved` returns how far each fader was moved before. */
  async join(
    clients: Clients,
    port: number,
    moved: (projectId: string, stem: string) => number,
  ): Promise<void> {
    for (const { id, people } of clients.projects) {
      this.#clients.push(
        ...people.map((person, index) => {
          const stem = `load${index}`;
          const url = `ws://127.0.0.1:${port}/yjs/${id}`;
          const client = new LoadClient(url, headersOf(person), stem, this.figures, moved(id, stem));
          return { projectId: id, client };
        }),
      );
      await pause(20);
    }
    await until(() => this.#clients.every(({ client }) => client.isSynced));
  }

  /** Moves everybody's fader until stop(). The first moves are spread over the interval. */
  start({ moves, presence }: Pace): void {
    const every = (perSecond: number, act: () => void): void => {
      if (perSecond === 0) return;
      const begin = () => this.#timers.push(setInterval(act, 1000 / perSecond));
      this.#timers.push(setTimeout(begin, (Math.random() * 1000) / perSecond));
    };
    for (const { client } of this.#clients) {
      every(moves, () => client.move());
      every(presence, () => client.sharePresence());
    }
  }

  /** Nobody moves any more; the connections stay. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers = [];
  }

  close(): void {
    this.stop();
    for (const { client } of this.#clients) client.close();
  }

  /** How many acknowledged moves the log lacks, and the position of each fader in it. */
  async compareWithLog(): Promise<{ lost: number; stored: Map<string, number> }> {
    const stored = new Map<string, number>();
    let lost = 0;
    for (const { projectId, client } of this.#clients) {
      const doc = await loadDocument(projectId);
      const gainDb = doc.getMap<number>(MIX_MAP).get(registerKey(client.stem, 'gainDb'));
      const move = gainDb === undefined ? 0 : moveOf(gainDb);
      doc.destroy();
      stored.set(`${projectId} ${client.stem}`, move);
      lost += Math.max(0, client.acknowledgedMove - move);
    }
    return { lost, stored };
  }
}

/**
 * Kills the server in the middle of the load, again and again, and counts acknowledged moves that are gone.
 * @param startServer starts a server on a database that outlives it
 */
export async function countLossesOverKills(
  clients: Clients,
  kills: number,
  loadMs: number,
  pace: Pace,
  startServer: () => Promise<{ readonly port: number; kill(): Promise<void> }>,
): Promise<{ acknowledged: number; lost: number }> {
  let stored = new Map<string, number>();
  const total = { acknowledged: 0, lost: 0 };
  for (let i = 0; i < kills; i++) {
    const server = await startServer();
    const load = new Load();
    await load.join(clients, server.port, (project, stem) => stored.get(`${project} ${stem}`) ?? 0);
    load.start(pace);
    await until(() => load.figures.acknowledged.length > 0);
    await pause(loadMs);
    await server.kill();
    load.stop();
    const result = await load.compareWithLog();
    total.acknowledged += load.figures.acknowledged.length;
    total.lost += result.lost;
    stored = result.stored;
    load.close();
  }
  return total;
}
