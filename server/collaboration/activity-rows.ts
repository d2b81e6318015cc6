// Writes rows of the activity list in batches, new ones and updates.
import { cleanTexts } from '@/contract/text';
import { BUS_CHANNEL, encodeBusEvent } from '@/platform/bus-events';
import { getPool } from '@/platform/database/client';
import type { ChangeActivity, ListedActivity } from '@/server/activity/map-activity';

export interface ActivityRow {
  readonly id: string;
  readonly projectId: string;
  readonly actorId: string;
  /** Null deletes the row. */
  readonly what: ChangeActivity | null;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/*
 * Projects and people may be gone by now; the rows about them then are not written, and the others are. What is put
 * in meets the delete of its project, if there is one just now, as an error: then all are tried again.
 */
const WRITE = `
WITH written AS (
  INSERT INTO "Activity" (id, "projectId", "actorId", kind, details, at)
  SELECT n.id, p.id, u.id, n.kind, n.details::jsonb, to_timestamp(n.at / 1000.0) AT TIME ZONE 'UTC'
  FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::float8[])
    AS n(id, project_id, actor_id, kind, details, at)
  JOIN "Project" p ON p.id = n.project_id
  LEFT JOIN "User" u ON u.id = n.actor_id
  ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, details = excluded.details, at = excluded.at
), removed AS (
  DELETE FROM "Activity" WHERE id = ANY($7::text[])
)
SELECT pg_notify($8, event) FROM unnest($9::text[]) AS event`;

interface NamedActivityRow extends Omit<ActivityRow, 'what'> {
  readonly what: ListedActivity;
}

/** Names as they are now, by project and id. */
type Names = ReadonlyMap<string, string>;
const nameKey = (projectId: string, id: string): string => `${projectId} ${id}`;

const VERSION_NAMES = 'SELECT id, "projectId", name FROM "Version" WHERE id = ANY($1)';
/** Of the sounds that a project may use: the ids come from browsers, and sounds of others must not be revealed. */
const SOUND_NAMES = `
SELECT s.id, p.id AS "projectId", s.name
FROM "StyleSound" s JOIN "Project" p ON p.id = ANY($2)
WHERE s.id = ANY($1) AND (
  s."ownerId" IS NULL
  OR EXISTS (SELECT 1 FROM "StyleShare" h WHERE h."styleId" = s.id AND h."projectId" = p.id)
)`;

async function readNames(query: string, ids: readonly string[], ...more: unknown[]): Promise<Names> {
  if (ids.length === 0) return new Map();
  const { rows } = await getPool().query<{ id: string; projectId: string; name: string }>(query, [
    ids,
    ...more,
  ]);
  return new Map(rows.map(({ id, projectId, name }) => [nameKey(projectId, id), name]));
}

const readVersionNames = (rows: readonly ActivityRow[]): Promise<Names> =>
  readNames(
    VERSION_NAMES,
    rows.flatMap(({ what }) => (what?.kind === 'version-restored' ? [what.versionId] : [])),
  );

function readSoundNames(rows: readonly ActivityRow[]): Promise<Names> {
  const chosen = rows.flatMap(({ what, projectId }) =>
    what?.kind === 'style-chosen' && what.soundId !== null ? [{ id: what.soundId, projectId }] : [],
  );
  const projectIds = chosen.map(({ projectId }) => projectId);
  return readNames(
    SOUND_NAMES,
    chosen.map(({ id }) => id),
    projectIds,
  );
}

function named(note: ActivityRow, versions: Names, sounds: Names): NamedActivityRow[] {
  const { what, projectId } = note;
  if (!what) return [];
  if (what.kind === 'version-restored') {
    const name = versions.get(nameKey(projectId, what.versionId));
    // The id comes from a browser: a version that is not of this project is not recorded.
    return name === undefined ? [] : [{ ...note, what: { kind: 'version-restored', name } }];
  }
  if (what.kind !== 'style-chosen') return [{ ...note, what }];
  const { stem, soundId } = what;
  const sound = soundId === null ? null : sounds.get(nameKey(projectId, soundId));
  return sound === undefined ? [] : [{ ...note, what: { kind: 'style-chosen', stem, sound } }];
}

/** Writes the activities in one statement and notifies everyone who watches. */
export async function writeActivityRows(activity: readonly ActivityRow[]): Promise<void> {
  const versions = await readVersionNames(activity);
  const sounds = await readSoundNames(activity);
  const rows = activity.flatMap((row) => named(row, versions, sounds));
  const projectIds = [...new Set(rows.map(({ projectId }) => projectId))];
  await getPool().query({
    name: 'write-activity',
    text: WRITE,
    values: [
      rows.map(({ id }) => id),
      rows.map(({ projectId }) => projectId),
      rows.map(({ actorId }) => actorId),
      rows.map(({ what }) => what.kind),
      rows.map(({ what: { kind: _kind, ...details } }) => JSON.stringify(cleanTexts(details))),
      rows.map(({ at }) => at),
      activity.filter(({ what }) => what === null).map(({ id }) => id),
      BUS_CHANNEL,
      projectIds.map((projectId) => encodeBusEvent({ type: 'activity', projectId })),
    ],
  });
}
