// Looks at this machine: the programs of its roles, and whether others share the database but not the audio.
import type { Env } from '@/platform/env';
import { PROGRAMS_OF_ROLE, toolProblem } from '@/platform/media/installed';
import { LIVE_WITHIN_S } from '@/platform/worker-heartbeat';
import { type Check, failed, fine, reasonOf, warning } from './check';
import { withClient } from './database';

export function programsCheck({ ROLES }: Env): Check {
  return {
    name: 'programs',
    async run() {
      const programs = [...new Set(ROLES.flatMap((role) => PROGRAMS_OF_ROLE[role]))];
      const problems = (await Promise.all(programs.map(toolProblem))).filter((problem) => problem !== null);
      if (problems.length > 0) return problems.map((problem) => failed('programs', problem));
      return [fine('programs', `${programs.join(', ')} can be run.`)];
    },
  };
}

const othersAlive = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows: tables } = await client.query(`SELECT to_regclass('"Heartbeat"') IS NOT NULL AS there`);
    if (!tables[0].there) return 0;
    const { rows } = await client.query(
      `SELECT count(*)::int AS alive FROM "Heartbeat"
       WHERE "lastSeen" > timezone('UTC', clock_timestamp()) - make_interval(secs => $1)`,
      [LIVE_WITHIN_S],
    );
    return rows[0].alive;
  });

/** Audio in a folder of each machine cannot be found by the others. Call it before this studio's own signs of life. */
export function sharingCheck({ DATABASE_URL, S3_BUCKET }: Env): Check {
  return {
    name: 'sharing',
    async run() {
      if (!DATABASE_URL || S3_BUCKET) return [];
      try {
        if ((await othersAlive(DATABASE_URL)) === 0) return [];
      } catch (error) {
        return [
          warning('sharing', `Who else uses the database could not be found out (${reasonOf(error)}).`),
        ];
      }
      const message =
        'Other processes use this database while audio is kept in DATA_DIR; unless all of them share the folder ' +
        'DATA_DIR/storage, set S3_BUCKET.';
      return [warning('sharing', message)];
    },
  };
}
