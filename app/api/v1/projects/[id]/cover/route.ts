// /api/v1/projects/{id}/cover: the image that exported MP3 and FLAC files carry.
import { getCover, removeCover, uploadCover } from '@/contract/http/covers';
import { serve } from '@/server/api/serve';
import { deleteCover, receiveCover, sendCover } from '@/server/mixes/cover';

export const GET = serve(getCover, ({ request, project }) => sendCover(request, project.id));

export const POST = serve(uploadCover, ({ request, user, project }) =>
  receiveCover(user, project.id, request),
);

export const DELETE = serve(removeCover, ({ project }) => deleteCover(project.id));
