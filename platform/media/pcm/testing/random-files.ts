// Reads random healthy files and says which of them are misread.
import { CONTAINERS, readAs } from './containers';
import { randomSound } from './random-sounds';

export interface RandomFiles {
  /** Where each file is written. */
  readonly file: string;
  /** The seed of the first; each file has the next one. */
  readonly seed: number;
  readonly count: number;
  /** Frames of the longest. */
  readonly longest: number;
}

/** One line for each of the files that is not read as its header rightly says. */
export async function misreadFiles({ file, seed, count, longest }: RandomFiles): Promise<string[]> {
  const misread: string[] = [];
  for (let i = 0; i < count; i++) {
    const { name, channels, samples } = randomSound(seed + i, longest);
    // Every container in turn, whatever the seeds begin with.
    const [stored, container] = CONTAINERS[i % CONTAINERS.length] ?? [];
    if (!stored || !container) throw new Error('There is no container.');
    const found = await readAs(file, samples, channels, { stored, container });
    if (found !== stored) misread.push(`seed ${seed + i}: ${container[0]} ${stored} as ${found}, ${name}`);
  }
  return misread;
}
