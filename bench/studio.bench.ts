// The studio as people meet it: how long an upload takes to be accepted, a mixer to be ready, a move to be seen.
import { execFile } from 'node:child_process';
import { openAsBlob } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { quantile, timeFaderMoves } from '../playwright/studio/fader-moves';
import { dropSong, expectMixer, invite } from '../playwright/studio/mixer';
import { newAccount, signUp } from '../playwright/studio/people';
import { composedSong } from '../playwright/studio/songs';
import { chromiumOptions } from '../server/launch/chromium.mjs';
import { type RunningStudio, startStudio } from './support/running-studio';

const run = promisify(execFile);
const UPLOADS = 5;
const MOVES = 100;

/** Four minutes of shaped noise, another one for every seed, as an MP3 of about 9 MB. */
async function fourMinutes(folder: string, seed: number): Promise<string> {
  const file = path.join(folder, `song-${seed}.mp3`);
  const noise = `anoisesrc=d=240:c=pink:r=44100:a=0.4:seed=${seed},aformat=channel_layouts=stereo`;
  await run('ffmpeg', ['-v', 'error', '-f', 'lavfi', '-i', noise, '-b:a', '320k', file]);
  return file;
}

/** Seconds from the first byte sent to the 202, and seconds that FFmpeg alone takes to decode the same file. */
async function timeUpload(studio: RunningStudio, token: string, file: string): Promise<[number, number]> {
  const form = new FormData();
  form.set('file', await openAsBlob(file), path.basename(file));
  const headers = { authorization: `Bearer ${token}` };
  const began = performance.now();
  const answer = await fetch(`${studio.origin}/api/v1/upload/base-track`, {
    method: 'POST',
    headers,
    body: form,
  });
  const accepted = (performance.now() - began) / 1000;
  if (answer.status !== 202) throw new Error(`The upload was answered with ${answer.status}.`);
  const { project_id } = (await answer.json()) as { project_id: string };
  await fetch(`${studio.origin}/api/v1/projects/${project_id}`, { method: 'DELETE', headers });
  const decodeBegan = performance.now();
  await run('ffmpeg', ['-v', 'error', '-i', file, '-f', 'null', '-']);
  return [accepted, (performance.now() - decodeBegan) / 1000];
}

async function measureUploads(studio: RunningStudio): Promise<void> {
  const account = newAccount('Bench');
  await studio.isomix(
    'user',
    'add',
    '--email',
    account.email,
    '--password',
    account.password,
    '--plan',
    'pro',
  );
  const token = await studio.isomix('token', 'create', '--email', account.email);
  const folder = await mkdtemp(path.join(tmpdir(), 'isomix-bench-upload-'));
  try {
    for (let seed = 1; seed <= UPLOADS; seed++) {
      const [accepted, decoded] = await timeUpload(studio, token, await fourMinutes(folder, seed));
      console.log(
        `upload of a 4-minute MP3: accepted in ${accepted.toFixed(2)} s (target 2 s); FFmpeg decodes it in ${decoded.toFixed(2)} s`,
      );
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Seconds from opening the page of a project whose stems exist to a mixer whose play button works. */
async function timeMixer(page: Page): Promise<number> {
  const began = performance.now();
  await page.reload();
  await expectMixer(page);
  await page.getByRole('button', { name: 'Play' }).click();
  await page.getByRole('button', { name: 'Pause' }).waitFor();
  const taken = (performance.now() - began) / 1000;
  await page.getByRole('button', { name: 'Pause' }).click();
  return taken;
}

async function measureTogether(studio: RunningStudio): Promise<void> {
  const browser = await chromium.launch(chromiumOptions);
  try {
    const ana = await (await browser.newContext({ baseURL: studio.origin })).newPage();
    await ana.goto('/sign-up');
    await signUp(ana, newAccount('Ana'));
    await dropSong(ana, await composedSong());
    await expectMixer(ana);
    for (let visit = 0; visit < 3; visit++) {
      console.log(`mixer open and playing in ${(await timeMixer(ana)).toFixed(2)} s (target 5 s)`);
    }
    const ben = await invite(ana, browser);
    await expectMixer(ben);
    const times = await timeFaderMoves(ana, ben, MOVES);
    const figures = [0.5, 0.95, 0.99].map((share) => `p${share * 100} ${quantile(times, share)} ms`);
    console.log(`fader moves between two browsers: ${figures.join(', ')} (target p95 200 ms)`);
  } finally {
    await browser.close();
  }
}

const studio = await startStudio();
try {
  await measureUploads(studio);
  await measureTogether(studio);
} finally {
  await studio.stop();
}
