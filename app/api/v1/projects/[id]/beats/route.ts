// GET /api/v1/projects/{id}/beats: where the beats of the song are, as far as that is known.
import * as operations from '@/contract/http/separation';
import { serve } from '@/server/api/serve';
import { songBeats } from '@/server/projects/beats';

export const GET = serve(operations.getBeats, ({ project }) => songBeats(project.id));
