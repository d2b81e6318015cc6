// Makes a route of an operation: authorises the caller, validates the input, and writes the answer.
import type { Access, BodyOf, GivenAnswerOf, Operation, ParamsOf, QueryOf } from '@/contract/http/operation';
import { type ProjectAccess, requireAdmin, requireRole } from '@/server/auth/authorise';
import { type CurrentUser, currentUser } from '@/server/auth/session';
import { requireSet } from '@/server/automix/sets';
import { noContent, readJson, reply } from '@/server/http/json';
import { readQuery } from '@/server/http/read-query';
import { requireOwnSound, requireSound, type UsableSound } from '@/server/library/sounds';
import { requireMix } from '@/server/mixes/mixes';
import { handle } from '@/server/problem';

type AccessTo<Found> = Found & { readonly user: CurrentUser };
type Resolved<Require extends (...all: never[]) => Promise<unknown>> = AccessTo<Awaited<ReturnType<Require>>>;

/** What the access check of an operation passes to its handler: the caller and the resource. */
type Granted<Allowed extends Access> = Allowed extends { readonly mix: unknown }
  ? Resolved<typeof requireMix>
  : Allowed extends { readonly set: unknown }
    ? Resolved<typeof requireSet>
    : Allowed extends { readonly sound: unknown }
      ? AccessTo<{ readonly sound: UsableSound }>
      : Allowed extends object
        ? AccessTo<ProjectAccess>
        : Allowed extends 'session' | 'administrator'
          ? { readonly user: CurrentUser }
          : object;

interface Sent<Op extends Operation> {
  readonly request: Request;
  readonly params: ParamsOf<Op['path']>;
  readonly query: QueryOf<Op>;
  readonly body: BodyOf<Op>;
}

type Handler<Op extends Operation> = (given: Sent<Op> & Granted<Op['access']>) => Promise<GivenAnswerOf<Op>>;

/**
 * What the access of an operation is for.
 * @throws ForbiddenError or NotFoundError for whoever may not
 */
async function grant(access: Access, user: CurrentUser, id: string, body: unknown): Promise<object> {
  if (access === 'administrator') requireAdmin(user);
  if (typeof access === 'string') return {};
  if ('mix' in access) return requireMix(user, id, access.mix);
  if ('set' in access) return requireSet(user, id, access.set);
  if ('sound' in access) {
    return { sound: await (access.sound === 'own' ? requireOwnSound : requireSound)(user.id, id) };
  }
  if ('project' in access) return requireRole(user, id, access.project);
  return requireRole(user, (body as { readonly project_id: string }).project_id, access.projectOfBody);
}

const WITHOUT_USER: ReadonlySet<Access> = new Set<Access>(['open', 'link', 'session-or-link']);
/** The project is named by the body, which is then read before it is known who may. */
const isInBody = (access: Access): boolean => typeof access === 'object' && 'projectOfBody' in access;

function answerOf({ answer }: Operation, given: unknown): Response {
  if (given instanceof Response) return given;
  return 'schema' in answer ? reply(answer.schema, given, answer.status) : noContent();
}

/** The route of an operation. Its handler runs once the caller may, with all that was sent checked. */
export function serve<Op extends Operation>(operation: Op, handler: Handler<Op>) {
  const { access, body: taken, query: asked } = operation;
  const readBody = async (request: Request) =>
    taken?.type === 'application/json' ? readJson(request, taken.schema, taken) : undefined;
  return handle<Record<string, string>>(async (request, params) => {
    const user = WITHOUT_USER.has(access) ? null : await currentUser(request);
    const early = isInBody(access) ? await readBody(request) : undefined;
    const granted = user && { user, ...(await grant(access, user, params.id ?? '', early)) };
    const body = early ?? (await readBody(request));
    const query = asked && readQuery(request, asked);
    const given = { request, params, query, body, ...granted } as unknown as Parameters<typeof handler>[0];
    return answerOf(operation, await handler(given));
  });
}
