// The id of a project in messages.
import { z } from 'zod';

export const projectIdSchema = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/);
