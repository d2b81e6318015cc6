// Named versions: copies of the whole shared document.
import * as Y from 'yjs';
import type { z } from 'zod';
import type { versionDetailSchema, versionSchema } from '@/contract/http/versions';
import { openDocument } from '@/document/open';
import { readVersionRegisters } from '@/document/versions';
import { recordActivity } from '@/platform/activity';
import { publish } from '@/platform/bus';
import { getPrisma } from '@/platform/database/client';
import type { Prisma, Role } from '@/platform/database/generated/client';
import { lockVersions } from '@/platform/database/locks';
import { loadDocument } from '@/server/documents/read-document';
import { ConflictError, ForbiddenError, NotFoundError } from '@/server/errors';

type VersionView = z.input<typeof versionSchema>;

/** Each contains a whole document. */
const MAX_VERSIONS = 100;

const SHOWN = {
  id: true,
  name: true,
  createdAt: true,
  creator: { select: { id: true, name: true } },
} satisfies Prisma.VersionSelect;

type Row = Prisma.VersionGetPayload<{ select: typeof SHOWN }>;

const viewOf = ({ id, name, createdAt, creator }: Row): VersionView => ({
  id,
  name,
  created_at: createdAt.toISOString(),
  created_by: creator && { id: creator.id, name: creator.name ?? 'Somebody' },
});

/** The versions of a project, the newest first. */
export async function listVersions(projectId: string): Promise<VersionView[]> {
  const rows = await getPrisma().version.findMany({
    where: { projectId },
    select: SHOWN,
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  return rows.map(viewOf);
}

/** One version with the registers of its mix. @throws NotFoundError when the project has none of this id */
export async function describeVersion(
  projectId: string,
  versionId: string,
): Promise<z.input<typeof versionDetailSchema>> {
  const row = await getPrisma().version.findFirst({
    where: { id: versionId, projectId },
    select: { ...SHOWN, state: true },
  });
  if (!row) throw new NotFoundError('version');
  const doc = openDocument();
  Y.applyUpdate(doc, row.state);
  const registers = readVersionRegisters(doc);
  doc.destroy();
  return { ...viewOf(row), registers };
}

/**
 * Saves the committed document under a name.
 * @throws ConflictError when the project has as many versions as it may
 */
export async function saveVersion(projectId: string, userId: string, name: string): Promise<VersionView> {
  const doc = await loadDocument(projectId);
  const state = new Uint8Array(Y.encodeStateAsUpdate(doc));
  doc.destroy();
  return getPrisma().$transaction(async (tx) => {
    await lockVersions(tx, projectId);
    if ((await tx.version.count({ where: { projectId } })) >= MAX_VERSIONS) {
      throw new ConflictError(`A project keeps ${MAX_VERSIONS} versions at most; delete one first.`);
    }
    const row = await tx.version.create({
      data: { projectId, createdBy: userId, name, state },
      select: SHOWN,
    });
    await recordActivity(tx, { projectId, actorId: userId, what: { kind: 'version-saved', name } });
    await publish({ type: 'versions', projectId }, tx);
    return viewOf(row);
  });
}

export interface Remover {
  readonly id: string;
  readonly role: Role;
}

/**
 * Removes a version; its author may, and the owner of the project.
 * @throws NotFoundError, ForbiddenError
 */
export async function deleteVersion(projectId: string, versionId: string, by: Remover): Promise<void> {
  await getPrisma().$transaction(async (tx) => {
    const version = await tx.version.findFirst({ where: { id: versionId, projectId }, select: SHOWN });
    if (!version) throw new NotFoundError('version');
    if (by.role !== 'owner' && version.creator?.id !== by.id) {
      throw new ForbiddenError('A version is deleted by whoever saved it, or by the owner of the project.');
    }
    await tx.version.deleteMany({ where: { id: versionId } });
    const what = { kind: 'version-deleted', name: version.name } as const;
    await recordActivity(tx, { projectId, actorId: by.id, what });
    await publish({ type: 'versions', projectId }, tx);
  });
}
