// One person beside another who sends requests without a pause: how long the first one's pages and edits then take.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { composedSong } from '../playwright/studio/songs';
import { loadNow, quantile } from './support/figures';
import { type RunningStudio, startStudio } from './support/running-studio';
import type { Storm } from './support/storm-client';

const CLIENTS = 20;
const SECONDS = 8;
/** What a person who did nothing may wait at the 99th percentile. */
const LONGEST_MS = 100;
/** A user who browses sends requests as often. */
const PAUSE_MS = 20;

interface Person {
  readonly token: string;
  readonly projectId: string;
}

async function call(studio: RunningStudio, token: string, path: string, init: RequestInit = {}) {
  const headers = { authorization: `Bearer ${token}`, ...init.headers };
  const answer = await fetch(`${studio.origin}/api/v1${path}`, { ...init, headers });
  return { status: answer.status, body: await answer.text() };
}

/** Somebody with a project whose song has come apart. */
async function addPerson(studio: RunningStudio, name: string): Promise<Person> {
  const email = `${name}@bench.example`;
  await studio.isomix('user', 'add', '--email', email, '--password', 'a long enough password');
  const token = await studio.isomix('token', 'create', '--email', email);
  const form = new FormData();
  form.set('file', await openAsBlob(await composedSong()), `${name}.wav`);
  const accepted = await call(studio, token, '/upload/base-track', { method: 'POST', body: form });
  const { project_id: projectId } = JSON.parse(accepted.body) as { project_id: string };
  for (;;) {
    const { body } = await call(studio, token, `/projects/${projectId}/status`);
    if ((JSON.parse(body) as { status: string }).status === 'ready') return { token, projectId };
    await sleep(500);
  }
}

async function witness(studio: RunningStudio, { token, projectId }: Person, until: Promise<unknown>) {
  const times: number[] = [];
  let isOver = false;
  void until.finally(() => {
    isOver = true;
  });
  const paths = ['/me', '/projects', `/projects/${projectId}`, `/projects/${projectId}/mixes`];
  for (let turn = 0; !isOver; turn++) {
    const began = performance.now();
    await call(studio, token, paths[turn % paths.length] ?? '/me');
    times.push(performance.now() - began);
    await sleep(PAUSE_MS);
  }
  return times;
}

/** Waits until the exports of somebody have been made, and the machine has come to rest. */
async function untilIdle(studio: RunningStudio, { token, projectId }: Person): Promise<void> {
  for (;;) {
    const { body } = await call(studio, token, `/projects/${projectId}/mixes`);
    if (!/"status":"(?:queued|processing)"/.test(body)) break;
    await sleep(2_000);
  }
  await sleep(5_000);
}

/** Runs a storm; resolves with what its clients were answered. */
async function attack(storm: Storm): Promise<string> {
  const command = ['--import', 'tsx', 'bench/support/storm-client.ts', JSON.stringify(storm)];
  const attacker = spawn('node', command, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [answers] = await Promise.all([text(attacker.stdout), once(attacker, 'exit')]);
  return answers.trim();
}

const EXPORTS = 'exports beyond the allowance';

/** With the attacker's own token by default. */
type Asked = Pick<Storm, 'method' | 'body' | 'file'> & {
  readonly path: string;
  readonly tokens?: Storm['tokens'];
};

const MADE_UP = Array.from({ length: CLIENTS }, (_, index) => `isomix_made_up_${index}`);

const storms = (id: string): Readonly<Record<string, Asked>> => ({
  [EXPORTS]: { method: 'POST', path: '/mix', body: { project_id: id } },
  'sets of a project': { method: 'POST', path: '/automix', body: { project_id: id } },
  'restyles of a stem': { method: 'POST', path: `/projects/${id}/stems/vocals/restyle` },
  'retries of a separation': { method: 'POST', path: `/projects/${id}/retry` },
  versions: { method: 'POST', path: `/projects/${id}/versions`, body: { name: 'again' } },
  'chat messages': { method: 'POST', path: `/projects/${id}/chat`, body: { text: 'again' } },
  invitations: { method: 'POST', path: `/projects/${id}/invites`, body: { role: 'viewer' } },
  'API tokens': { method: 'POST', path: '/me/tokens', body: { label: 'again', scopes: ['read'] } },
  'style sounds that are none': {
    method: 'POST',
    path: '/upload/style-sound',
    file: { name: 'none.wav', text: 'nothing' },
  },
  'lists of projects': { method: 'GET', path: '/projects' },
  'lists of exports': { method: 'GET', path: `/projects/${id}/mixes` },
  'media grants': { method: 'GET', path: `/projects/${id}/media` },
  pages: { method: 'GET', path: `/../../projects/${id}` },
  'requests with made-up tokens': { method: 'GET', path: '/me', tokens: MADE_UP },
  'descriptions of the API with made-up tokens': { method: 'GET', path: '/openapi.json', tokens: MADE_UP },
  'files that do not exist, with made-up tokens': {
    method: 'GET',
    path: '/../../_next/none',
    tokens: MADE_UP,
  },
  'health checks': { method: 'GET', path: '/health' },
  'tokens for signing in': { method: 'GET', path: '/../../api/auth/csrf', tokens: MADE_UP },
  'questions for what is allowed': { method: 'OPTIONS', path: '/projects', tokens: MADE_UP },
  'media that nobody granted': { method: 'GET', path: `/media/${'x'.repeat(43)}/drums/0`, tokens: MADE_UP },
  'addresses that do not exist': { method: 'GET', path: '/nothing', tokens: MADE_UP },
  'invitations that do not exist': { method: 'GET', path: `/invites/${'x'.repeat(43)}`, tokens: MADE_UP },
  'images to be scaled': {
    method: 'GET',
    path: '/../../_next/image?url=%2Ficon.png&w=64&q=75',
    tokens: MADE_UP,
  },
  'sign-ups with a taken email': {
    method: 'POST',
    path: '/auth/sign-up',
    body: { email: 'witness@bench.example', password: 'a long enough password' },
    tokens: MADE_UP,
  },
  'JSON that is too large': { method: 'POST', path: '/mix', body: { project_id: 'x'.repeat(100_000) } },
});

const { values: options } = parseArgs({ options: { only: { type: 'string', default: '' } } });
const studio = await startStudio();
let isTooSlow = false;
try {
  const person = await addPerson(studio, 'witness');
  const attacker = await addPerson(studio, 'attacker');
  const report = (what: string, times: readonly number[], answers: string) => {
    const [p50, p99] = [quantile(times, 0.5), quantile(times, 0.99)];
    isTooSlow ||= p99 > LONGEST_MS;
    console.log(
      `${what}: p50 ${p50.toFixed(0)}  p99 ${p99.toFixed(0)} ms (target ${LONGEST_MS}); load ${loadNow()}; answers ${answers}`,
    );
  };
  await witness(studio, person, sleep(2_000));
  await untilIdle(studio, attacker);
  report('nobody else', await witness(studio, person, sleep(SECONDS * 1000)), 'none');
  for (const [what, { path, ...asked }] of Object.entries(storms(attacker.projectId))) {
    if (!what.includes(options.only)) continue;
    const url = new URL(`/api/v1${path}`, studio.origin).href;
    const storm = { tokens: [attacker.token], ...asked, url, clients: CLIENTS, seconds: SECONDS };
    await attack({ ...storm, clients: 1, seconds: 0.5 });
    await untilIdle(studio, attacker);
    const attacked = attack(storm);
    const times = await witness(studio, person, attacked);
    report(`${CLIENTS} clients, ${what}`, times, await attacked);
    if (what === EXPORTS) {
      report(
        'nobody else, while those are made',
        await witness(studio, person, sleep(SECONDS * 1000)),
        'none',
      );
    }
  }
} finally {
  await studio.stop();
}
if (isTooSlow) process.exitCode = 1;
