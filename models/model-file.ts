// Finds a model's weights on this machine and makes sure that they are the right ones.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { z } from 'zod';
import type { ModelManifest } from './manifest';
import { ModelError, modelsFolder } from './registry';

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

/** Where the weights should be; says nothing about whether they are there. */
function expectedModelPath(manifest: ModelManifest, dataDir: string): string {
  const { location } = manifest;
  if (location.kind === 'url') return path.join(modelsFolder(dataDir), `${manifest.id}.onnx`);
  const folder = packageFolder(location.package);
  if (!folder) {
    throw new ModelError(
      `The separation model ${manifest.id} is missing: the npm package "${location.package}" is not installed.`,
    );
  }
  return path.join(folder, location.file);
}

const verificationPath = (manifest: ModelManifest, dataDir: string): string =>
  path.join(modelsFolder(dataDir), `${manifest.id}.verified.json`);

async function readVerification(file: string): Promise<Verification | null> {
  try {
    return verificationSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    // Absent, torn or of an older version: the content is simply checked again.
    return null;
  }
}

async function hashFile(file: string): Promise<string> {
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

/**
 * The path of a model's weights, with the content checked against the manifest (and remembered in `dataDir`).
 * @throws ModelError when the file is missing, cut short or altered
 */
export async function locateModel(manifest: ModelManifest, dataDir: string): Promise<string> {
  const file = expectedModelPath(manifest, dataDir);
  const info = await stat(file).catch(() => null);
  // People read these sentences: they name the file, not where this server keeps it.
  const name = path.basename(file);
  if (!info?.isFile())
    throw new ModelError(`The separation model ${manifest.id} is missing: there is no file ${name}.`);
  const broken = `The file ${name} of the separation model ${manifest.id} is corrupt; it must be installed again.`;
  if (info.size !== manifest.bytes) throw new ModelError(broken);
  const found = { path: file, bytes: info.size, modifiedMs: info.mtimeMs, sha256: manifest.sha256 };
  const memory = verificationPath(manifest, dataDir);
  const known = await readVerification(memory);
  if (JSON.stringify(known) === JSON.stringify(found)) return file;
  if ((await hashFile(file)) !== manifest.sha256) throw new ModelError(broken);
  await remember(memory, found);
  return file;
}
