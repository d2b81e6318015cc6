// Manifests of tiny networks, as an operator would write them.
import { createHash } from 'node:crypto';
import { type ModelManifest, modelManifestSchema } from '../manifest';

export const sha256Of = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

export const FOUR_STEMS = ['drums', 'bass', 'other', 'vocals'] as const;
export const SIX_STEMS = [...FOUR_STEMS, 'guitar', 'piano'] as const;

export interface TinyFile {
  readonly url: string;
  readonly content: Uint8Array;
  readonly stems?: readonly string[];
}

/** The manifest of networks with waveform input and output. */
export function tinyManifest(
  id: string,
  stems: readonly string[],
  segmentSamples: number,
  files: readonly TinyFile[],
): ModelManifest {
  return modelManifestSchema.parse({
    id,
    stems,
    segmentSamples,
    title: `Tiny ${id}`,
    licence: 'Made by a test, for anything.',
    files: files.map(({ url, content, stems: given }) => ({
      location: { kind: 'url', url },
      sha256: sha256Of(content),
      bytes: content.length,
      ...(given && { stems: given }),
    })),
    architecture: 'waveform',
    sampleRate: 44_100,
    channels: 2,
    tensors: { waveform: 'mix', stemWaveforms: 'stems' },
  });
}
