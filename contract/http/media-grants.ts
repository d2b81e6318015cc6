// The signed grants by which the stems of a project are fetched.
import { z } from 'zod';

export const mediaGrantsSchema = z.object({
  sources: z.array(
    z.object({
      /** As in the stems of the shared document */
      source_id: z.string(),
      /** Goes into the addresses below /api/v1/media */
      token: z.string(),
      expires_at: z.iso.datetime(),
    }),
  ),
});
