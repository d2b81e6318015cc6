// The songs that the end-to-end test uploads: one it makes itself, and ten seconds of a real one where there is one.
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { makeTrack, steadyBeats } from '@/audio/track/testing/small-tracks';

const run = promisify(execFile);
const RATE = 44_100;

/** A voice-like tone with vibrato, a kick and a noise snare, a bass line and a chord: something for every stem. */
function composed(seconds: number, seed: number): Float32Array {
  const samples = new Float32Array(seconds * RATE);
  let noise = seed;
  for (let n = 0; n < samples.length; n++) {
    const t = n / RATE;
    const beat = (t * 2) % 1;
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) | 0;
    const kick = Math.sin(2 * Math.PI * 60 * beat) * Math.exp(-beat * 18);
    const snare = ((t * 2) % 2 >= 1 ? noise / 2 ** 31 : 0) * Math.exp(-beat * 25);
    const bass = Math.sin(2 * Math.PI * [55, 55, 73.4, 65.4][Math.floor(t) % 4]! * t);
    const voice = Math.sin(2 * Math.PI * 330 * t + 3 * Math.sin(2 * Math.PI * 5.5 * t));
    const chord = [220, 277.2, 329.6].reduce((sum, hertz) => sum + Math.sin(2 * Math.PI * hertz * t), 0);
    samples[n] = 0.3 * kick + 0.15 * snare + 0.2 * bass + 0.12 * voice + 0.05 * chord;
  }
  return samples;
}

let madeFolder: string | undefined;

/** The folder of this process's songs, gone when the process ends: browsers read from it until then. */
function songFolder(): string {
  if (madeFolder === undefined) {
    const folder = mkdtempSync(path.join(tmpdir(), 'isomix-songs-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    madeFolder = folder;
  }
  return madeFolder;
}

async function encode(input: string[], name: string): Promise<string> {
  const file = path.join(songFolder(), name);
  await run('ffmpeg', ['-v', 'error', '-y', ...input, file]);
  return file;
}

/** A song that this file composes, as MP3; another seed makes another song, which nobody has separated yet. */
export async function composedSong(seconds = 8, seed = 1): Promise<string> {
  const raw = path.join(songFolder(), 'song.f32');
  const audio = composed(seconds, seed);
  await writeFile(raw, new Uint8Array(audio.buffer));
  const input = ['-f', 'f32le', '-ar', String(RATE), '-ac', '1', '-i', raw, '-ac', '2', '-b:a', '192k'];
  return encode(input, 'Composed song.mp3');
}

/** A track to dance to: kick, snare, hats and chords at one tempo, as FLAC. */
export async function danceTrack(name: string, bpm: number, bars = 24): Promise<string> {
  const raw = path.join(songFolder(), `${name}.f32`);
  const audio = makeTrack({ beats: steadyBeats(bpm, bars * 4, 0.1), beatsPerBar: 4 });
  await writeFile(raw, new Uint8Array(audio.buffer));
  const input = ['-f', 'f32le', '-ar', String(RATE), '-ac', '1', '-i', raw, '-ac', '2', '-af', 'volume=0.5'];
  return encode(input, `${name}.flac`);
}

const REAL = path.resolve('../shared/fixtures/songs/karissa-hobbs-lets-go-fishin.ogg');

/** Ten seconds of a real song as MP3, or null where it is not at hand. */
export async function realSong(): Promise<string | null> {
  if (!existsSync(REAL)) return null;
  return encode(['-ss', '20', '-t', '10', '-i', REAL, '-b:a', '192k'], "Let's go fishin'.mp3");
}
