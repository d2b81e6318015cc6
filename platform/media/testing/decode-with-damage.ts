// For tests: the sound of a damaged file, and what decoding it says is damaged.
import { writeFile } from 'node:fs/promises';
import { type Damage, NO_DAMAGE } from '../damage';
import { decodeWhole } from '../decode';
import { type AudioProbe, probeAudio } from '../probe';

/** Writes `bytes` to `file`, and decodes them in mono. */
export async function decodeWithDamage(
  file: string,
  bytes: Buffer,
  sampleRate: number,
): Promise<{ samples: Float32Array; damage: Damage; probe: AudioProbe }> {
  await writeFile(file, bytes);
  let damage: Damage = NO_DAMAGE;
  const onDamage = (found: Damage) => {
    damage = found;
  };
  const [samples = new Float32Array()] = await decodeWhole(file, { sampleRate, channels: 1, onDamage });
  return { samples, damage, probe: await probeAudio(file) };
}
