// POST /api/v1/automix: a continuous set, of files that are sent or of the tracklist of a project.
import { requireRole } from '@/server/auth/authorise';
import { type CurrentUser, currentUser } from '@/server/auth/session';
import { mostFiles, requestFileSet } from '@/server/automix/file-set';
import { requestProjectSet } from '@/server/automix/project-set';
import { acceptedSetSchema, projectSetSchema, setFormSchema } from '@/server/automix/schemas';
import { readJson, reply } from '@/server/http/json';
import { handle } from '@/server/problem';
import { keepAlive } from '@/server/projects/keep-alive';
import { withReceivedForm } from '@/server/uploads/received-file';

async function ofProject(user: CurrentUser, projectId: string): Promise<string> {
  const { project } = await requireRole(user, projectId, 'editor');
  const id = await requestProjectSet(user, project);
  await keepAlive(projectId);
  return id;
}

const ofForm = (user: CurrentUser, request: Request): Promise<string> =>
  withReceivedForm(user, request, { what: 'song', maxFiles: mostFiles(user) }, (form) => {
    const { project_id: projectId } = setFormSchema.parse(form.fields);
    return projectId !== undefined && form.files.length === 0
      ? ofProject(user, projectId)
      : requestFileSet(user, form, request.signal);
  });

export const POST = handle(async (request) => {
  const user = await currentUser(request);
  const isForm = /^multipart\/form-data\b/i.test(request.headers.get('content-type') ?? '');
  const id = isForm
    ? await ofForm(user, request)
    : await ofProject(user, (await readJson(request, projectSetSchema)).project_id);
  return reply(acceptedSetSchema, { id, status: 'queued' }, 202);
});
