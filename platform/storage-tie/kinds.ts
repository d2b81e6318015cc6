// What is stored in which folder, and how the database knows it. A unit is what comes and goes together.
import { getPrisma } from '@/platform/database/client';
import { Prisma } from '@/platform/database/generated/client';
import { CONTENT_ID_PATTERN, contentOfId } from '@/platform/jobs/content-ids';
import type { ContentFolder } from '@/platform/storage/keys';
import type { ListedPage } from '@/platform/storage/storage';

export interface Kind {
  readonly folder: ContentFolder;
  /** What its units are, in the plural, for the log. */
  readonly title: string;
  /** Names of units of ours, with the id in the first group; anything else in the folder is left alone. */
  readonly name: RegExp;
  /** True for an id in the column `i.id` that the database knows. */
  readonly isKnown: Prisma.Sql;
  /** The content whose lock is held while a unit is moved, if it has one. */
  contentOf(id: string): string | null;
}

const none = (): null => null;
const ofJob = Prisma.sql`EXISTS (SELECT 1 FROM "Job" WHERE "id" = i.id)
  OR EXISTS (SELECT 1 FROM "Asset" WHERE "sha256" = substring(i.id FROM ${`^${CONTENT_ID_PATTERN}$`}::text))`;

export const KINDS: readonly Kind[] = [
  {
    folder: 'uploads',
    title: 'songs',
    name: /^([0-9a-f]{64})$/,
    isKnown: Prisma.sql`EXISTS (SELECT 1 FROM "Asset" WHERE "sha256" = i.id)`,
    contentOf: (id) => id,
  },
  {
    folder: 'separations',
    title: 'folders of stems',
    name: new RegExp(`^(${CONTENT_ID_PATTERN})$`),
    isKnown: ofJob,
    contentOf: contentOfId,
  },
  {
    folder: 'analyses',
    title: 'analyses',
    name: new RegExp(`^(${CONTENT_ID_PATTERN})\\.json$`),
    isKnown: ofJob,
    contentOf: contentOfId,
  },
  {
    folder: 'mixes',
    title: 'exports',
    name: /^([^.]+)\.[a-z0-9]+$/,
    isKnown: Prisma.sql`EXISTS (SELECT 1 FROM "Mix" WHERE "id" = i.id)`,
    contentOf: none,
  },
  {
    folder: 'covers',
    title: 'covers',
    name: /^([^.]+)$/,
    isKnown: Prisma.sql`EXISTS (SELECT 1 FROM "Project" WHERE "id" = i.id)`,
    contentOf: none,
  },
  {
    folder: 'styles',
    title: 'style sounds',
    name: /^([0-9a-f]{64})$/,
    isKnown: Prisma.sql`EXISTS (SELECT 1 FROM "StyleSound" WHERE "sha256" = i.id)`,
    contentOf: (id) => id,
  },
  {
    folder: 'sets',
    title: 'sets',
    name: /^([0-9a-f-]{36})$/,
    isKnown: Prisma.sql`EXISTS (SELECT 1 FROM "DjSet" WHERE "id" = i.id)`,
    contentOf: none,
  },
];

/** A unit as it lies in storage. */
export interface StoredUnit {
  readonly kind: Kind;
  readonly id: string;
  /** The key of the object, or of the folder. */
  readonly key: string;
  readonly isFolder: boolean;
}

/** The units of a kind on a page of its folder's listing. */
export function unitsOf(kind: Kind, { objects, folders }: ListedPage): StoredUnit[] {
  const keys = [
    ...objects.map(({ key }) => ({ key, isFolder: false })),
    ...folders.map((key) => ({ key, isFolder: true })),
  ];
  return keys.flatMap(({ key, isFolder }) => {
    const id = kind.name.exec(key.split('/').at(-1) ?? '')?.[1];
    return id === undefined ? [] : [{ kind, id, key, isFolder }];
  });
}

/** Which of the ids the database knows. */
export async function knownIds(
  kind: Kind,
  ids: readonly string[],
  via: Prisma.TransactionClient = getPrisma(),
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const found = await via.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM unnest(${[...ids]}::text[]) AS i(id) WHERE ${kind.isKnown}`;
  return new Set(found.map(({ id }) => id));
}
