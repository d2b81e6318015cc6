// Reads a mix.json: which files are mixed, and how each strip is set.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { MasterSettings, StripSettings } from '@/audio/mix/engine';
import { CommandError } from './command';

const MAX_GAIN_DB = 60;
const gain = z.number().max(MAX_GAIN_DB).default(0);

const stemSchema = z
  .strictObject({
    source: z.string().min(1).optional(),
    file: z.string().min(1).optional(),
    name: z.string().optional(),
    gain_db: gain,
    pan: z.number().min(-1).max(1).default(0),
    mute: z.boolean().default(false),
    solo: z.boolean().default(false),
  })
  .refine(
    (stem) => (stem.source === undefined) !== (stem.file === undefined),
    'needs a "source": the audio file',
  );

const descriptionSchema = z
  .strictObject({
    stems: z.array(stemSchema).min(1).optional(),
    sources: z.array(stemSchema).min(1).optional(),
    master: z.strictObject({ gain_db: gain }).default({ gain_db: 0 }),
  })
  .refine((mix) => (mix.stems === undefined) !== (mix.sources === undefined), 'needs a list "stems"');

export interface MixDescription {
  readonly stems: readonly { readonly file: string; readonly strip: StripSettings }[];
  readonly master: MasterSettings;
}

/** `stems.0.gain_db` as people write it: `stems[0].gain_db`. */
const placeOf = (at: readonly PropertyKey[]): string =>
  at
    .map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`))
    .join('')
    .replace(/^\./, '');

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new CommandError(`There is no file ${file}.`);
  });
  try {
    return JSON.parse(text);
  } catch {
    throw new CommandError(`${file} is not valid JSON.`);
  }
}

/**
 * Reads and checks a mix description; the paths in it are relative to its own folder.
 * @throws CommandError with one sentence about the first thing that is wrong
 */
export async function readMixDescription(file: string): Promise<MixDescription> {
  const parsed = descriptionSchema.safeParse(await readJson(file));
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new CommandError(
      [path.basename(file), placeOf(issue.path), issue.message].filter(Boolean).join(': '),
    );
  }
  const { stems, sources, master } = parsed.data;
  const described = (stems ?? sources ?? []).map(({ source, file: alias, gain_db, pan, mute, solo }) => ({
    file: path.resolve(path.dirname(file), source ?? alias ?? ''),
    strip: { gainDb: gain_db, pan, mute, solo },
  }));
  for (const stem of described) {
    const info = await stat(stem.file).catch(() => null);
    if (!info?.isFile()) throw new CommandError(`There is no file ${stem.file}.`);
  }
  return { stems: described, master: { gainDb: master.gain_db } };
}
