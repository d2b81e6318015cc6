// What the routes of named versions take and give.
import { z } from 'zod';
import { oneLine } from '@/contract/one-line';
import { versionRegistersSchema } from '@/document/versions';

export const newVersionSchema = z.object({
  name: z
    .string()
    .transform(oneLine)
    .pipe(
      z
        .string()
        .min(1, 'Give the version a name.')
        .max(80, 'The name of a version may have at most 80 characters.'),
    ),
});

export const versionSchema = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.iso.datetime(),
  /** Null once the account is gone */
  created_by: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export const versionListSchema = z.object({ versions: z.array(versionSchema) });

export const versionDetailSchema = versionSchema.extend({
  /** Of everything that makes its mix, by map and key: `{ "mix": { "drums/pan": 0.5 } }`; what is missing is at its default */
  registers: versionRegistersSchema,
});
