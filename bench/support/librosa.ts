// librosa as the peer of the analysis: run where Python has it, its published figures otherwise.
import { spawn } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const reportSchema = z.object({
  version: z.string(),
  times: z.object({ onsets: z.number(), split: z.number(), pitch: z.number() }),
});
export type LibrosaReport = z.infer<typeof reportSchema>;

const script = fileURLToPath(new URL('./librosa_times.py', import.meta.url));
/** One core, as for us. */
const ONE_THREAD = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1', NUMBA_NUM_THREADS: '1' };

/** CPU seconds of librosa 0.11.0 for the 180 s of music, on an idle machine of two cores, one thread, warm. */
export const LIBROSA_FIGURES: LibrosaReport = {
  version: '0.11.0',
  times: { onsets: 0.35, split: 0.028, pitch: 88.1 },
};

/** Runs Python and collects what it prints; null when it cannot be started or fails. */
function runPython(args: readonly string[]): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('python3', args, {
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, ...ONE_THREAD },
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
    });
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code === 0 ? printed : null));
  });
}

/**
 * Times librosa on a signal at 44.1 kHz; null where it is not installed. Tracking pitch takes it minutes.
 * @param folder where the samples are put for it
 */
export async function measureLibrosa(signal: Float32Array, folder: string): Promise<LibrosaReport | null> {
  if ((await runPython(['-c', 'import librosa'])) === null) return null;
  const file = path.join(folder, 'music.f32');
  await writeFile(file, signal);
  const printed = await runPython([script, file]);
  if (printed === null) throw new Error('librosa is installed, but failed on the music.');
  return reportSchema.parse(JSON.parse(printed));
}
