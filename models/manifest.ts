// What a separation model's manifest says: where its files are, what they are, how audio goes in and out.
import { z } from 'zod';
import { modelIdSchema } from '@/contract/separation-models';

const stemSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 has 64 digits from 0 to f.');
const nameSchema = z.string().min(1);

/** Where a network is: inside an npm package, or at an address from which it is fetched once. */
const locationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('package'), package: z.string().min(1), file: z.string().min(1) }),
  z.object({ kind: z.literal('url'), url: z.url({ protocol: /^https?$/ }) }),
]);

const fileSchema = z.object({
  location: locationSchema,
  sha256: sha256Schema,
  bytes: z.number().int().positive(),
  /** The stems that are taken from this network; all of them by default. */
  stems: z.array(stemSchema).min(1).optional(),
});
export type ModelFile = z.infer<typeof fileSchema>;

const commonFields = {
  id: modelIdSchema,
  title: z.string().min(1).max(80),
  /** Who made the weights and what they may be used for; shown wherever the model is named. */
  licence: z.string().min(1).max(600),
  /**
   * One network or a bag of them, all with the same input and the same output shape. A stem that several of
   * them produce is their mean.
   */
  files: z.array(fileSchema).min(1).max(8),
  sampleRate: z.literal(44_100),
  channels: z.literal(2),
  /** Stems in the order of the networks' outputs. */
  stems: z.array(stemSchema).min(1).max(8),
  segmentSamples: z.number().int().positive(),
};

/** Takes waveform and spectrogram and returns both; the transforms are computed outside of the network. */
const hybridSchema = z.object({
  ...commonFields,
  architecture: z.literal('hybrid-demucs'),
  spectrogram: z.object({
    fftSize: z.number().int().positive(),
    hop: z.number().int().positive(),
    /** Bins the network sees, from 0 Hz up; the rest are dropped. */
    bins: z.number().int().positive(),
    frames: z.number().int().positive(),
  }),
  /** Names of the graph's tensors. */
  tensors: z.object({
    waveform: nameSchema,
    spectrogram: nameSchema,
    stemSpectrograms: nameSchema,
    stemWaveforms: nameSchema,
  }),
});

/** Takes a waveform and returns the stems' waveforms; any transforms it needs are part of it. */
const waveformSchema = z.object({
  ...commonFields,
  architecture: z.literal('waveform'),
  tensors: z.object({ waveform: nameSchema, stemWaveforms: nameSchema }),
});

const isOnce = (names: readonly string[]): boolean => new Set(names).size === names.length;

export const modelManifestSchema = z
  .discriminatedUnion('architecture', [hybridSchema, waveformSchema])
  .superRefine((manifest, { addIssue }) => {
    const report = (at: string, message: string) => addIssue({ code: 'custom', path: [at], message });
    const { stems, files } = manifest;
    if (!isOnce(stems)) report('stems', 'A stem is named twice.');
    const given = new Set(files.flatMap((file) => file.stems ?? stems));
    if (stems.some((stem) => !given.has(stem))) report('files', 'A stem is taken from no network.');
    if ([...given].some((stem) => !stems.includes(stem))) report('files', 'There is no such stem.');
    if (manifest.architecture === 'waveform') return;
    const { frames, hop, bins, fftSize } = manifest.spectrogram;
    if (frames !== Math.ceil(manifest.segmentSamples / hop)) {
      report('spectrogram', 'The number of frames does not fit the segment.');
    }
    if (bins > fftSize / 2 + 1) report('spectrogram', 'There are too many bins.');
  });
export type ModelManifest = z.infer<typeof modelManifestSchema>;
export type HybridManifest = Extract<ModelManifest, { architecture: 'hybrid-demucs' }>;

/** What has to be fetched before the model can be used. */
export const totalBytes = ({ files }: ModelManifest): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);
