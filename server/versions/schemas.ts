// What the routes of named versions take and give.
import { z } from 'zod';
import { mixRegistersSchema } from '@/document/versions';
import { oneLine } from '@/server/shared/one-line';

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

/** With the registers of its mix, `<stem>/<field>` -> value; what is missing is at its default. */
export const versionDetailSchema = versionSchema.extend({ mix: mixRegistersSchema });
