// The named versions of a project: the operations of the API, what they take and what they answer.
import { z } from 'zod';
import { oneLine } from '@/contract/one-line';
import { versionRegistersSchema } from '@/document/versions';
import { operation } from './operation';

export const newVersionSchema = z.strictObject({
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
export type Version = z.infer<typeof versionSchema>;
export const versionListSchema = z.object({ versions: z.array(versionSchema) });

export const versionDetailSchema = versionSchema.extend({
  /** Of everything that makes its mix, by map and key: `{ "mix": { "drums/pan": 0.5 } }`; what is missing is at its default */
  registers: versionRegistersSchema,
});
/** A version with the registers of its mix. */
export type VersionDetail = z.infer<typeof versionDetailSchema>;

export const listVersions = operation({
  method: 'get',
  path: '/projects/{id}/versions',
  summary: 'List the named versions of a project, the newest first.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: versionListSchema },
});

export const saveVersion = operation({
  method: 'post',
  path: '/projects/{id}/versions',
  summary: 'Keep the project as it is under a name.',
  access: { project: 'editor' },
  body: { type: 'application/json', schema: newVersionSchema },
  answer: { status: 201, schema: versionSchema },
  problems: [403, 409],
});

export const readVersion = operation({
  method: 'get',
  path: '/projects/{id}/versions/{versionId}',
  summary: 'Read a version and its mix, to play or restore it.',
  access: { project: 'viewer' },
  answer: { status: 200, schema: versionDetailSchema },
});

export const deleteVersion = operation({
  method: 'delete',
  path: '/projects/{id}/versions/{versionId}',
  summary: 'Delete a version, as its author or as the owner of the project.',
  access: { project: 'editor' },
  answer: { status: 204 },
  problems: [403],
});
