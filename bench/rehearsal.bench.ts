// Two browsers in one rehearsal room, on the two sides of one sound card: how far apart they are heard to be.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { frameBytes, WAV_HEADER_BYTES, wavHeader } from '@/audio/recording/wav-header';
import { SAMPLE_RATE } from '@/audio/units';
import { at } from '@/contract/required';
import { chromiumOptions } from '../server/launch/chromium.mjs';
import { type Line, openDelayingProxy } from './support/delaying-proxy';
import { loadNow, quantile } from './support/figures';
import { joinRoom, letIn, newPerson, newSession, seekTo, shownOffset } from './support/rehearsing-page';
import { startStudio } from './support/running-studio';
import { openSoundCard, RECORDED_RATE, type SoundCard } from './support/sound-card';
import { type LagReading, stereoLags } from './support/stereo-lag';

const { values } = parseArgs({
  options: {
    /** 600 for the whole measurement */
    seconds: { type: 'string', default: '90' },
    seeks: { type: 'string', default: '5' },
    /** How many browsers rehearse at once in the measurement by reported time stamps */
    crowd: { type: 'string', default: '4' },
    /** Seconds of sound that browsers prepare ahead, for a machine that is busy with other things */
    latency: { type: 'string' },
    /** direct, far or crowd: one of the measurements alone */
    only: { type: 'string' },
    /** A studio that runs already; else one is started. */
    origin: { type: 'string' },
  },
});
const [SECONDS, SEEKS, CROWD] = [values.seconds, values.seeks, values.crowd].map(Number) as [
  number,
  number,
  number,
];

const LATENCY_S = values.latency === undefined ? null : Number(values.latency);
const SONG_S = 50;
const WINDOW_S = 0.3;
const HOP_S = 0.1;
/** From when on the first start counts: until then the clocks are compared. */
const SETTLED_S = 3;
const BACK_WITHIN_S = 1;
/** As many as the free plan lets into a project; more pages are further ones of theirs. */
const MAX_PEOPLE = 4;
const DIRECT: Line = { delayMs: 0, jitterMs: 0 };
const FAR: Line = { delayMs: 100, jitterMs: 30 };
const TARGETS = { medianMs: 5, p95Ms: 10, farP95Ms: 15 };

/** Noise, whose correlation with itself says to the sample where in it one is. */
function noiseFile(): Buffer {
  const format = { rate: SAMPLE_RATE, channels: 1 };
  const frames = SONG_S * SAMPLE_RATE;
  const file = Buffer.alloc(WAV_HEADER_BYTES + frames * frameBytes(format));
  file.set(wavHeader(format, frames));
  let noise = 1;
  for (let i = 0; i < frames; i++) {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) | 0;
    file.writeFloatLE((0.2 * noise) / 2 ** 31, WAV_HEADER_BYTES + 4 * i);
  }
  return file;
}

const launch = (env: SoundCard['env']): Promise<Browser> =>
  chromium.launch({
    ...chromiumOptions,
    args: [...chromiumOptions.args, '--disable-features=AudioServiceSandbox'],
    ignoreDefaultArgs: ['--mute-audio'],
    env: { ...process.env, ...env },
  });

/** Plays, seeks now and then, and gives back when, in seconds of the recording. */
async function rehearse(pages: readonly Page[]): Promise<number[]> {
  const began = performance.now();
  const seconds = () => (performance.now() - began) / 1_000;
  const first = at(pages, 0);
  await first.getByRole('button', { name: 'Loop' }).click();
  await first.getByRole('button', { name: 'Play', exact: true }).click();
  const moves = [seconds()];
  for (let seek = 1; seek <= SEEKS; seek++) {
    await pause((SECONDS / (SEEKS + 1)) * seek * 1_000 - (performance.now() - began));
    await seekTo(at(pages, seek % pages.length), (seek * 7) % (SONG_S - 10));
    moves.push(seconds());
  }
  await pause(SECONDS * 1_000 - (performance.now() - began));
  return moves;
}

interface Judged {
  readonly lags: readonly number[];
  /** After each move the time until what is heard is together, in seconds */
  readonly back: readonly number[];
}

function judge(readings: readonly LagReading[], moves: readonly number[], boundMs: number): Judged {
  const settled = readings.filter(({ atS }) => {
    const since = Math.min(...moves.map((move) => (atS >= move ? atS - move : Number.POSITIVE_INFINITY)));
    return since > (atS < SETTLED_S + at(moves, 0) ? SETTLED_S : BACK_WITHIN_S);
  });
  const back = moves.slice(1).map((move) => {
    const later = readings.filter(({ atS }) => atS > move);
    const apart = later.findLast(({ atS, lagMs }) => atS < move + 5 && Math.abs(lagMs) > boundMs);
    return (later.find(({ atS }) => atS > (apart?.atS ?? move))?.atS ?? Number.NaN) - move;
  });
  return { lags: settled.map(({ lagMs }) => Math.abs(lagMs)), back };
}

/** Measures two browsers, the second at the end of a line. */
async function measurePair(card: SoundCard, port: number, line: Line, name: string): Promise<boolean> {
  const proxy = await openDelayingProxy(port, line);
  const browsers = [await launch(card.sides.left), await launch(card.sides.right)];
  try {
    const direct = `http://localhost:${port}`;
    const owner = await newPerson(at(browsers, 0), direct, 'Ana', LATENCY_S);
    const projectId = await newSession(owner, name, noiseFile());
    const guest = await newPerson(at(browsers, 1), `http://localhost:${proxy.port}`, 'Ben', LATENCY_S);
    await letIn(owner, guest, projectId);
    const pages = [await joinRoom(owner, projectId), await joinRoom(guest, projectId)];
    const stop = card.record();
    const moves = await rehearse(pages);
    const shown = await Promise.all(pages.map(shownOffset));
    const [left, right] = await stop();
    const readings = await stereoLags(left, right, RECORDED_RATE, WINDOW_S, HOP_S);
    const p95Target = line === DIRECT ? TARGETS.p95Ms : TARGETS.farP95Ms;
    const { lags, back } = judge(readings, moves, p95Target);
    const [median, p95] = [quantile(lags, 0.5), quantile(lags, 0.95)];
    const slowest = Math.max(...back);
    const isMet =
      p95 <= p95Target && (line !== DIRECT || median <= TARGETS.medianMs) && !(slowest > BACK_WITHIN_S);
    console.log(
      `${name}: ${lags.length} readings in ${SECONDS} s, median ${median.toFixed(2)} ms, 95 % within ${p95.toFixed(2)} ms, worst ${Math.max(...lags).toFixed(2)} ms; after ${back.length} seeks together within ${back.map((each) => each.toFixed(1)).join(', ')} s; pages show ${shown.join(' and ')} ms: ${isMet ? 'ok' : 'MISSED'} (load ${loadNow()})`,
    );
    return isMet;
  } finally {
    for (const browser of browsers) await browser.close();
    proxy.close();
  }
}

/** Measures many pages by what each of them reports. */
async function measureCrowd(port: number): Promise<boolean> {
  const origin = `http://localhost:${port}`;
  const browser = await chromium.launch(chromiumOptions);
  try {
    const owner = await newPerson(browser, origin, 'Ana');
    const projectId = await newSession(owner, 'Crowd', noiseFile());
    const people = [owner];
    for (let person = 2; person <= Math.min(CROWD, MAX_PEOPLE); person++) {
      const guest = await newPerson(browser, origin, `Guest${person}`);
      await letIn(owner, guest, projectId);
      people.push(guest);
    }
    const pages: Page[] = [];
    for (let page = 0; page < CROWD; page++)
      pages.push(await joinRoom(at(people, page % people.length), projectId));
    await at(pages, 0).getByRole('button', { name: 'Loop' }).click();
    await at(pages, 0).getByRole('button', { name: 'Play', exact: true }).click();
    const offsets: number[] = [];
    await pause(5_000);
    for (let round = 0; round < 20; round++) {
      await pause(500);
      const shown = await Promise.all(pages.map(shownOffset));
      offsets.push(...shown.flatMap((offset) => (offset === null ? [] : [Math.abs(offset)])));
    }
    const [median, p95] = [quantile(offsets, 0.5), quantile(offsets, 0.95)];
    const isMet = median <= TARGETS.medianMs && p95 <= TARGETS.p95Ms;
    console.log(
      `${CROWD} pages at once, as reported: median ${median.toFixed(2)} ms, 95 % within ${p95.toFixed(2)} ms of ${offsets.length} readings: ${isMet ? 'ok' : 'MISSED'} (load ${loadNow()})`,
    );
    return isMet;
  } finally {
    await browser.close();
  }
}

const card = await openSoundCard();
if (!card) {
  console.log('Skipped: PulseAudio is not installed (apt-get install pulseaudio pulseaudio-utils).');
  process.exit(0);
}
const studio = values.origin === undefined ? await startStudio() : null;
const port = Number(new URL(values.origin ?? studio?.origin ?? '').port);
let isMet = true;
try {
  const measurements = {
    direct: () => measurePair(card, port, DIRECT, 'direct'),
    far: () => measurePair(card, port, FAR, 'delay 100 ms, jitter 30 ms, each way'),
    crowd: () => measureCrowd(port),
  };
  for (const [name, measure] of Object.entries(measurements)) {
    if (values.only === undefined || values.only === name) isMet = (await measure()) && isMet;
  }
} finally {
  await studio?.stop();
  card.close();
}
process.exit(isMet ? 0 : 1);
