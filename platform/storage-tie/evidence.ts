// Whether a database and a storage that carry no ids belong together, judged by what each knows of the other.
import { getPrisma } from '@/platform/database/client';
import { grainLibraryJob } from '@/platform/jobs/grain-library';
import { getStorage } from '@/platform/storage';
import { PREFLIGHT_FOLDER, styleLibraryKey, TIE_KEY, uploadKey } from '@/platform/storage/keys';
import { KINDS, knownIds, unitsOf } from '@/platform/storage-tie/kinds';

/** Rows whose files are looked for. */
const SAMPLE = 50;

export interface Evidence {
  /** Nothing at all is stored, whoever it may belong to. */
  readonly isEmpty: boolean;
  /** Files that the database says there must be, of a sample; and how many of them there are. */
  readonly expected: number;
  readonly present: number;
  /** Units on the first pages of what is stored, and how many of them the database does not know. */
  readonly stored: number;
  readonly unknown: number;
}

/** Keys that must be there, as far as the database knows. */
async function expectedKeys(): Promise<string[]> {
  const assets = await getPrisma().$queryRaw<{ sha256: string }[]>`
    SELECT "sha256" FROM "Asset" ORDER BY md5("sha256") LIMIT ${SAMPLE}`;
  const libraries = await getPrisma().job.findMany({
    where: { name: grainLibraryJob.name, state: 'done' },
    select: { input: true },
    take: SAMPLE,
  });
  return [
    ...assets.map(({ sha256 }) => uploadKey(sha256)),
    ...libraries.map(({ input }) => styleLibraryKey(grainLibraryJob.input.parse(input).sha256)),
  ];
}

async function countPresent(keys: readonly string[]): Promise<number> {
  const found = await Promise.all(keys.map((key) => getStorage().stat(key)));
  return found.filter((object) => object !== null).length;
}

/** The marker, hidden files, and what another process that starts has just written to see whether it can. */
const isOfNobody = (key: string): boolean =>
  key === TIE_KEY || key.startsWith('.') || key.startsWith(`${PREFLIGHT_FOLDER}/`);

/** Whether nothing is stored beside the marker. Folders without a file in them are nothing. */
export async function isStorageEmpty(): Promise<boolean> {
  for await (const { objects } of getStorage().browse('', { deep: true })) {
    if (!objects.every(({ key }) => isOfNobody(key))) return false;
  }
  return true;
}

async function countStored(): Promise<{ stored: number; unknown: number }> {
  let [stored, unknown] = [0, 0];
  for (const kind of KINDS) {
    for await (const page of getStorage().browse(kind.folder, { deep: false })) {
      const ids = unitsOf(kind, page).map(({ id }) => id);
      stored += ids.length;
      unknown += ids.length - (await knownIds(kind, ids)).size;
      break;
    }
  }
  return { stored, unknown };
}

export async function gatherEvidence(): Promise<Evidence> {
  const keys = await expectedKeys();
  return {
    isEmpty: await isStorageEmpty(),
    expected: keys.length,
    present: await countPresent(keys),
    ...(await countStored()),
  };
}

/** Whether the database refers to anything that should be stored. */
export async function databaseHasContent(): Promise<boolean> {
  const [row] = await getPrisma().$queryRaw<{ has: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM "Asset") OR EXISTS (SELECT 1 FROM "DjSet")
      OR EXISTS (SELECT 1 FROM "Mix" WHERE "fileGoneAt" IS NULL)
      OR EXISTS (SELECT 1 FROM "StyleSound" s JOIN "Job" j ON j."id" = s."jobId" WHERE j."state" = 'done') AS has`;
  return row?.has ?? false;
}
