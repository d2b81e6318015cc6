// Checks manifests and model files: which are accepted, and the message for each that is not.

import { createHash } from 'node:crypto';
import { appendFile, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { modelManifestSchema } from './manifest';
import { ModelError } from './model-error';
import { locateModel } from './model-file';
import { findModel, listBuiltInModels, modelsFolder } from './registry';

const builtIn = listBuiltInModels()[0]!;
const weights = Buffer.from('weights of no consequence');
let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'isomix-models-'));
  await mkdir(modelsFolder(dataDir));
});
afterEach(() => rm(dataDir, { recursive: true }));

const addManifest = (id: string, fields: object) =>
  writeFile(path.join(modelsFolder(dataDir), `${id}.json`), JSON.stringify({ ...builtIn, id, ...fields }));

async function addModel() {
  await addManifest('mine', {
    files: [
      {
        location: { kind: 'url', url: 'https://example.org/mine.onnx' },
        bytes: weights.length,
        sha256: createHash('sha256').update(weights).digest('hex'),
      },
    ],
  });
  return { manifest: await findModel('mine', dataDir), file: path.join(modelsFolder(dataDir), 'mine.onnx') };
}

describe('manifests', () => {
  it('finds the built-in model and its four stems', async () => {
    const manifest = await findModel('htdemucs', dataDir);
    expect(manifest.stems).toEqual(['drums', 'bass', 'other', 'vocals']);
  });

  it('finds a model that an operator added', async () => {
    await addManifest('six', { stems: ['drums', 'bass', 'other', 'vocals', 'guitar', 'piano'] });
    expect((await findModel('six', dataDir)).stems).toHaveLength(6);
  });

  it.each(['nope', '../htdemucs', 'HTDEMUCS'])('refuses the unknown model %s', async (id) => {
    await expect(findModel(id, dataDir)).rejects.toThrow(`There is no separation model called "${id}"`);
  });

  it('says what is wrong with a manifest', async () => {
    await addManifest('bad', { files: [{ ...builtIn.files[0]!, sha256: 'x' }] });
    await expect(findModel('bad', dataDir)).rejects.toThrow(
      'The manifest of the separation model bad is wrong. files[0].sha256: A SHA-256 has 64 digits',
    );
    await writeFile(path.join(modelsFolder(dataDir), 'torn.json'), '{');
    await expect(findModel('torn', dataDir)).rejects.toThrow('is not valid JSON');
  });

  it.each<[string, object]>([
    [
      'frames that do not fit the segment',
      { spectrogram: { fftSize: 4096, hop: 1024, bins: 2048, frames: 335 } },
    ],
    ['more bins than there are', { spectrogram: { fftSize: 2048, hop: 1024, bins: 2048, frames: 336 } }],
    ['a stem named twice', { stems: ['drums', 'drums'] }],
    ['a stem that no network gives', { files: [{ ...builtIn.files[0]!, stems: ['drums'] }] }],
    ['a stem that is not there', { files: [builtIn.files[0]!, { ...builtIn.files[0]!, stems: ['flute'] }] }],
  ])('refuses %s', (_, fields) => {
    expect(modelManifestSchema.safeParse(builtIn).success).toBe(true);
    expect(modelManifestSchema.safeParse({ ...builtIn, ...fields }).success).toBe(false);
  });
});

describe('model files', () => {
  it('accepts the right content, and notices when it changes later', async () => {
    const { manifest, file } = await addModel();
    await writeFile(file, weights);
    expect(await locateModel(manifest, dataDir)).toEqual([file]);
    expect(await locateModel(manifest, dataDir)).toEqual([file]);
    await writeFile(file, Buffer.alloc(weights.length));
    await utimes(file, 1, 1);
    await expect(locateModel(manifest, dataDir)).rejects.toThrow(/corrupt/);
  });

  it('says that a file is missing or has the wrong length', async () => {
    const { manifest, file } = await addModel();
    await expect(locateModel(manifest, dataDir)).rejects.toThrow(/is missing: there is no/);
    await writeFile(file, weights);
    await appendFile(file, 'more');
    const refusal = locateModel(manifest, dataDir);
    await expect(refusal).rejects.toBeInstanceOf(ModelError);
    await expect(refusal).rejects.toThrow(/is corrupt; it must be installed again/);
  });

  it('says that a package is missing', async () => {
    const location = { kind: 'package', package: 'no-such-package', file: 'x.onnx' };
    await addManifest('gone', { files: [{ ...builtIn.files[0]!, location }] });
    const manifest = await findModel('gone', dataDir);
    await expect(locateModel(manifest, dataDir)).rejects.toThrow('"no-such-package" is not installed');
  });
});
