// POST /api/v1/automix: a continuous set, of files that are sent or of the tracklist of a project.

import { projectSetSchema, requestSet, setFormSchema } from '@/contract/http/sets';
import { serve } from '@/server/api/serve';
import { requireRole } from '@/server/auth/authorise';
import type { CurrentUser } from '@/server/auth/session';
import { maxFilesOf, requestFileSet } from '@/server/automix/file-set';
import { requestProjectSet } from '@/server/automix/project-set';
import { readJson } from '@/server/http/json';
import { extendExpiry } from '@/server/projects/extend-expiry';
import { withReceivedForm } from '@/server/uploads/received-file';

async function ofProject(user: CurrentUser, projectId: string): Promise<string> {
  const { project } = await requireRole(user, projectId, 'editor');
  const id = await requestProjectSet(user, project);
  await extendExpiry(projectId);
  return id;
}

const ofForm = (user: CurrentUser, request: Request): Promise<string> =>
  withReceivedForm(user, request, { what: 'song', maxFiles: maxFilesOf(user) }, (form) => {
    const { project_id: projectId } = setFormSchema.parse(form.fields);
    return projectId !== undefined && form.files.length === 0
      ? ofProject(user, projectId)
      : requestFileSet(user, form, request.signal);
  });

export const POST = serve(requestSet, async ({ request, user }) => {
  const isForm = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
  const id = isForm
    ? await ofForm(user, request)
    : await ofProject(user, (await readJson(request, projectSetSchema)).project_id);
  return { id, status: 'queued' as const };
});
