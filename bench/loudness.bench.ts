// The loudness meter: what it reads of the EBU's signals and of tones that peak between their samples, and how fast.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { measureLoudness } from '@/audio/loudness/loudness-meter';
import {
  KNOWN_LUFS,
  KNOWN_RANGES,
  KNOWN_RATE,
  LUFS_TOLERANCE,
  PEAK_TOLERANCE,
  PEAK_TONE_DBTP,
  PEAK_TONES,
  peakTone,
  RANGE_TOLERANCE,
} from '@/audio/loudness/testing/known-signals';
import { measureFile } from '@/workers/render/measured-file';

const EBU = path.resolve('../shared/reference/ebu');

/** Prints a figure beside its target; the exit code shows when one is off. */
function report(what: string, read: number, known: number, below: number, above: number, unit: string): void {
  const error = read - known;
  const isRight = error <= above && error >= -below;
  if (!isRight) process.exitCode = 1;
  const sign = error < 0 ? '' : '+';
  console.log(
    `  ${isRight ? ' ' : '!'} ${what}: ${read.toFixed(2)} ${unit}, ${sign}${error.toFixed(2)} of ${known}`,
  );
}

async function reportFiles(): Promise<void> {
  console.log(`integrated loudness, +-${LUFS_TOLERANCE} LU`);
  for (const [name, lufs] of Object.entries(KNOWN_LUFS)) {
    const { integratedLufs } = await measureFile(path.join(EBU, `${name}.flac`), KNOWN_RATE);
    report(name, integratedLufs, lufs, LUFS_TOLERANCE, LUFS_TOLERANCE, 'LUFS');
  }
  console.log(`loudness range, +-${RANGE_TOLERANCE} LU`);
  for (const [name, lu] of Object.entries(KNOWN_RANGES)) {
    const { rangeLu } = await measureFile(path.join(EBU, `${name}.flac`), KNOWN_RATE);
    report(name, rangeLu, lu, RANGE_TOLERANCE, RANGE_TOLERANCE, 'LU');
  }
}

if (existsSync(EBU)) await reportFiles();
else console.log('The EBU test signals are not at hand: tones alone.');
console.log(`true peak, +${PEAK_TOLERANCE.above}/-${PEAK_TOLERANCE.below} dB`);
for (const [hz, phase] of PEAK_TONES) {
  const tone = peakTone(hz, phase);
  const { truePeakDbtp } = measureLoudness(tone, new Float64Array(tone.length));
  report(
    `${Math.round(hz)} Hz`,
    truePeakDbtp,
    PEAK_TONE_DBTP,
    PEAK_TOLERANCE.below,
    PEAK_TOLERANCE.above,
    'dBTP',
  );
}
