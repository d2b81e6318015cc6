// Shared editing under load: 200 people on 20 documents, beside a bare relay; then the same with the server killed.
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import {
  addClients,
  type Clients,
  countLossesOverKills,
  Load,
  type Pace,
} from '@/server/collaboration/testing/load';
import { ServerProcess, startStudioProcess } from '@/server/collaboration/testing/spawn-server';
import { lastCore } from './support/cores';
import { loadNow, quantile } from './support/figures';
import { withDatabase } from './support/throwaway-database';

const PEOPLE = 200;
const DOCUMENTS = 20;
const PACE: Pace = { moves: 2, presence: 5 };
const WARM_UP_MS = 10_000;
const KILL_LOAD_MS = 2_000;
const TARGETS = { fanOutP50: 25, fanOutP99: 250, acknowledgedP99: 300, growthMb: 30 };

interface Figures {
  readonly moves: number;
  readonly p50: number;
  readonly p99: number;
  readonly ackP99: number;
  readonly growthMb: number;
  /** Seconds of processor time, in programs and kernel, per second. */
  readonly cpu: number;
}

async function measure(server: ServerProcess, crowd: Clients, seconds: number): Promise<Figures> {
  const load = new Load();
  await load.join(crowd, server.port, () => 0);
  load.start(PACE);
  await pause(WARM_UP_MS);
  const before = await server.usage();
  for (const values of [load.figures.fanOut, load.figures.acknowledged]) values.length = 0;
  const began = performance.now();
  await pause(seconds * 1000);
  const wallS = (performance.now() - began) / 1000;
  const { fanOut, acknowledged } = load.figures;
  const figures = {
    p50: quantile(fanOut, 0.5),
    p99: quantile(fanOut, 0.99),
    ackP99: quantile(acknowledged, 0.99),
  };
  const moves = fanOut.length / (PEOPLE / DOCUMENTS - 1);
  const after = await server.usage();
  load.close();
  return {
    ...figures,
    moves,
    growthMb: after.rssMb - before.rssMb,
    cpu: (after.cpuS - before.cpuS) / wallS,
  };
}

function print(name: string, { moves, p50, p99, ackP99, growthMb, cpu }: Figures): void {
  const ms = (value: number) => (Number.isNaN(value) ? '-' : `${value.toFixed(1)} ms`);
  console.log(
    `  ${name.padEnd(8)}${moves.toFixed(0)} moves  fan-out p50 ${ms(p50)}  p99 ${ms(p99)}  ` +
      `acknowledged p99 ${ms(ackP99)}  memory ${growthMb >= 0 ? '+' : ''}${growthMb.toFixed(1)} MB  ` +
      `processor ${(cpu * 100).toFixed(0)} %  load ${loadNow()}`,
  );
}

const median = (runs: readonly Figures[], key: keyof Figures): number =>
  quantile(
    runs.map((run) => run[key]),
    0.5,
  );

/** Runs the relay and the studio in turns, so that whatever else the machine does meanwhile hits both. */
async function compare(url: string, crowd: Clients, seconds: number, rounds: number): Promise<boolean> {
  const core = lastCore();
  console.log(
    `${PEOPLE} people on ${DOCUMENTS} documents, ${PACE.moves} moves and ${PACE.presence} presence updates/s, ` +
      `server on ${core === undefined ? 'any core (no taskset here)' : `core ${core}`}`,
  );
  const relayProgram = fileURLToPath(new URL('./support/relay-process.ts', import.meta.url));
  const run = async (name: string, start: () => Promise<ServerProcess>): Promise<Figures> => {
    const server = await start();
    const figures = await measure(server, crowd, seconds);
    await server.kill();
    print(name, figures);
    return figures;
  };
  const [bare, ours]: [Figures[], Figures[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bare.push(await run('relay', () => ServerProcess.start(relayProgram, 0, {}, core)));
    ours.push(await run('isomix', () => startStudioProcess(url, 0, core)));
  }
  const ratio = (key: keyof Figures) => (median(ours, key) / median(bare, key)).toFixed(2);
  console.log(
    `  medians, as a ratio: fan-out p50 ${ratio('p50')}  p99 ${ratio('p99')}  processor ${ratio('cpu')}`,
  );
  return (
    median(ours, 'p50') <= TARGETS.fanOutP50 &&
    median(ours, 'p99') <= TARGETS.fanOutP99 &&
    median(ours, 'ackP99') <= TARGETS.acknowledgedP99 &&
    median(ours, 'growthMb') <= TARGETS.growthMb
  );
}

async function crash(url: string, crowd: Clients, kills: number): Promise<boolean> {
  const start = () => startStudioProcess(url);
  const { acknowledged, lost } = await countLossesOverKills(crowd, kills, KILL_LOAD_MS, PACE, start);
  console.log(`Killed ${kills} times under that load: ${lost} of ${acknowledged} acknowledged moves lost`);
  return lost === 0 && acknowledged > 0;
}

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '20' },
    rounds: { type: 'string', default: '3' },
    kills: { type: 'string', default: '20' },
  },
});
await withDatabase(async (url) => {
  const crowd = await addClients(PEOPLE, DOCUMENTS);
  const results = [
    await compare(url, crowd, Number(values.seconds), Number(values.rounds)),
    await crash(url, crowd, Number(values.kills)),
  ];
  if (results.includes(false)) process.exitCode = 1;
});
