// Finds a model's networks on this machine and makes sure that they are the right ones.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import type { ModelFile, ModelManifest } from './manifest';
import { ModelError } from './model-error';
import { modelsFolder } from './registry';

/** What was verified once: as long as size and time of change stay, the content is not read again. */
const verificationSchema = z.object({
  path: z.string(),
  bytes: z.number(),
  modifiedMs: z.number(),
  sha256: z.string(),
});
type Verification = z.infer<typeof verificationSchema>;

function packageFolder(name: string): string | null {
  const lookup = createRequire(import.meta.url).resolve.paths(name) ?? [];
  for (const folder of lookup) {
    const candidate = path.join(folder, name);
    if (existsSync(candidate)) return candidate;
  }
  return null;
}

/** Where a fetched network lies: `<id>.onnx`, or `<id>.1.onnx` and so on for a bag. */
export function fetchedPath({ id, files }: ModelManifest, file: ModelFile, dataDir: string): string {
  const number = files.length > 1 ? `.${files.indexOf(file) + 1}` : '';
  return path.join(modelsFolder(dataDir), `${id}${number}.onnx`);
}

/** Where a network should be; says nothing about whether it is there. */
function expectedPath(manifest: ModelManifest, file: ModelFile, dataDir: string): string {
  const { location } = file;
  if (location.kind === 'url') return fetchedPath(manifest, file, dataDir);
  const folder = packageFolder(location.package);
  if (folder) return path.join(folder, location.file);
  throw new ModelError(
    `The separation model ${manifest.id} is missing: the npm package "${location.package}" is not installed.`,
  );
}

/** Where it is remembered that a file in the models folder, or one of a package, was verified. */
export const verificationPath = (file: string, dataDir: string): string =>
  path.join(modelsFolder(dataDir), `${path.basename(file)}.verified`);

async function readVerification(file: string): Promise<Verification | null> {
  try {
    return verificationSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Absent, torn or of an older version: the content is simply checked again.
    return null;
  }
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function hashFile(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

async function remember(file: string, verification: Verification): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, `${JSON.stringify(verification)}\n`);
  await rename(draft, file);
}

function missing({ id }: ModelManifest, { location }: ModelFile, name: string): ModelError {
  const remedy = location.kind === 'url' ? `; "isomix model add ${id}" fetches it` : '';
  return new ModelError(`The separation model ${id} is missing: there is no file ${name}${remedy}.`);
}

/**
 * The path of one network, with the content checked against the manifest (and remembered in `dataDir`).
 * @throws ModelError when the file is missing, cut short or altered
 */
async function locateFile(manifest: ModelManifest, wanted: ModelFile, dataDir: string): Promise<string> {
  const file = expectedPath(manifest, wanted, dataDir);
  const info = await stat(file).catch(() => null);
  // These are user messages: they name the file, not its path on the server.
  const name = path.basename(file);
  if (!info?.isFile()) throw missing(manifest, wanted, name);
  const broken = `The file ${name} of the separation model ${manifest.id} is corrupt; it must be installed again.`;
  if (info.size !== wanted.bytes) throw new ModelError(broken);
  const found = { path: file, bytes: info.size, modifiedMs: info.mtimeMs, sha256: wanted.sha256 };
  const memory = verificationPath(file, dataDir);
  const known = await readVerification(memory);
  if (JSON.stringify(known) === JSON.stringify(found)) return file;
  if ((await hashFile(file)) !== wanted.sha256) throw new ModelError(broken);
  await remember(memory, found);
  return file;
}

/**
 * The paths of a model's networks, in the order of its files, each checked against the manifest.
 * @throws ModelError when one is missing, cut short or altered
 */
export async function locateModel(manifest: ModelManifest, dataDir: string): Promise<string[]> {
  const paths: string[] = [];
  for (const file of manifest.files) paths.push(await locateFile(manifest, file, dataDir));
  return paths;
}

/**
 * Whether all networks of a model exist with the right sizes; their contents are verified when they are used.
 */
export async function isInstalled(manifest: ModelManifest, dataDir: string): Promise<boolean> {
  for (const file of manifest.files) {
    try {
      const { size } = await stat(expectedPath(manifest, file, dataDir));
      if (size !== file.bytes) return false;
    } catch {
      // A package or a file that is not there.
      return false;
    }
  }
  return true;
}
