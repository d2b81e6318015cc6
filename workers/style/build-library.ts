// Builds the grain library of a recording or a starter sound and writes its files; runs in the style process.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { GrainLibrary } from '@/audio/style/grain';
import { buildGrainLibrary } from '@/audio/style/library';
import { encodeGrainLibrary } from '@/audio/style/library-format';
import { makeStarterSound } from '@/audio/style/starter/starter-sounds';
import { SAMPLE_RATE } from '@/audio/units';
import { type GrainMap, grainMapSchema } from '@/platform/grain-map';
import { type Damage, NO_DAMAGE } from '@/platform/media/damage';
import { decodeWhole } from '@/platform/media/decode';
import type { TaskOptions } from '../runtime/compute/define-task';
import { type BuiltLibrary, LIBRARY_FILES, type LibraryTask } from './style-tasks';

/** How far the task is once the recording is read; the rest is its analysis. */
const READ = 0.15;

async function readSound({ source }: LibraryTask, signal: AbortSignal) {
  let damage = NO_DAMAGE;
  if ('starter' in source) return { planes: makeStarterSound(source.starter, SAMPLE_RATE), damage };
  const onDamage = (found: Damage) => {
    damage = found;
  };
  const planes = await decodeWhole(source.recording, {
    sampleRate: SAMPLE_RATE,
    channels: 2,
    signal,
    onDamage,
  });
  return { planes, damage };
}

function mapOf(library: GrainLibrary): GrainMap {
  return grainMapSchema.parse({
    sampleRate: library.sampleRate,
    channels: library.channels.length,
    grains: library.units.map(({ start, length, pitchHz, brightnessHz, levelDb }) => ({
      startSamples: start,
      lengthSamples: length,
      pitchHz,
      brightnessHz,
      levelDb,
    })),
  });
}

/** The channels of the library as interleaved little-endian bytes. */
function pcmOf({ channels }: GrainLibrary): Buffer {
  const frames = channels[0]?.length ?? 0;
  const bytes = Buffer.alloc(frames * channels.length * Int16Array.BYTES_PER_ELEMENT);
  for (const [channel, samples] of channels.entries()) {
    for (let i = 0; i < frames; i++) bytes.writeInt16LE(samples[i]!, 2 * (i * channels.length + channel));
  }
  return bytes;
}

function summaryOf(
  { sampleRate, channels, units }: GrainLibrary,
  damage: Damage,
): Omit<BuiltLibrary, 'analysisS'> {
  const pitches = units.flatMap(({ pitchHz }) => (pitchHz > 0 ? [pitchHz] : []));
  return {
    ...damage,
    grains: units.length,
    pitched: pitches.length,
    durationS: (channels[0]?.length ?? 0) / sampleRate,
    lowestHz: pitches.length > 0 ? pitches.reduce((a, b) => Math.min(a, b)) : null,
    highestHz: pitches.length > 0 ? pitches.reduce((a, b) => Math.max(a, b)) : null,
  };
}

/**
 * Reads or makes the sound, cuts and describes it, and writes the library, its map and its sound to
 * `task.folder`.
 * @throws StyleSoundError, UnusableAudioError or MediaToolError with a message
 */
export async function buildLibrary(
  task: LibraryTask,
  { signal, onProgress }: TaskOptions,
): Promise<BuiltLibrary> {
  const { planes, damage } = await readSound(task, signal);
  const [left, right] = planes;
  signal.throwIfAborted();
  onProgress(READ);
  const began = performance.now();
  const library = await buildGrainLibrary(left!, right ?? left!, SAMPLE_RATE);
  const analysisS = (performance.now() - began) / 1000;
  signal.throwIfAborted();
  const at = (file: string) => path.join(task.folder, file);
  await writeFile(at(LIBRARY_FILES.library), encodeGrainLibrary(library), { signal });
  await writeFile(at(LIBRARY_FILES.sound), pcmOf(library), { signal });
  await writeFile(at(LIBRARY_FILES.map), JSON.stringify(mapOf(library)), { signal });
  return { ...summaryOf(library, damage), analysisS };
}
