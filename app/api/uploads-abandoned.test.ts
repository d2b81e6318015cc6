// Uploads whose sender leaves while they are checked: the tools end, and nothing is left.
import { readdirSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generated } from './testing/sounds';
import { newPerson, openTestStudio, type Person, type TestStudio } from './testing/studio';

let studio: TestStudio;
let ana: Person;

beforeAll(async () => {
  studio = await openTestStudio();
  ana = await newPerson(studio, 'pro');
});
afterAll(() => studio.close());

/** The media tools that are children of this process. */
function tools(): string[] {
  return readdirSync('/proc').filter((pid) => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      return /^\d+$/.test(pid) && status.includes(`PPid:\t${process.pid}\n`) && /Name:\s+ff/.test(status);
    } catch {
      return false;
    }
  });
}

it('kills the tools and removes the file when the sender leaves', async () => {
  // More than a tool decodes in a moment.
  const args = ['-f', 'lavfi', '-i', 'anoisesrc=d=20:r=96000,aformat=channel_layouts=7.1', '-t', '20'];
  const content = generated('flac', ...args);
  const sender = new AbortController();
  const form = new FormData();
  form.append('file', new File([new Uint8Array(content)], 'long.flac'));
  const { POST } = await import('./v1/upload/base-track/route');
  const headers = { authorization: `Bearer ${ana.token}` };
  const request = new Request('http://studio.example/', {
    method: 'POST',
    headers,
    body: form,
    signal: sender.signal,
  });
  const answer = POST(request, { params: Promise.resolve({}) });
  await expect.poll(() => tools().length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(0);
  sender.abort();
  expect((await answer).status).toBe(499);
  await expect.poll(() => tools().length, { timeout: 20_000 }).toBe(0);
  expect(await readdir(path.join(studio.dataDir, 'tmp/uploads'))).toEqual([]);
  expect(await studio.database.prisma.asset.count()).toBe(0);
}, 120_000);
