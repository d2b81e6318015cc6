// Warns where requests came through a reverse proxy lately and the studio does not know of it.
import type { Env } from '@/platform/env';
import { type Check, fine, reasonOf, warning } from './check';
import { withClient } from './database';

/** The setting that web processes touch when a request looks as if a proxy had sent it. */
export const PROXY_SEEN_SETTING = 'proxy-seen';
/** A proxy that was taken away is not warned of for ever. */
const LATELY_DAYS = 7;

const wasSeen = (url: string): Promise<boolean> =>
  withClient(url, async (client) => {
    const { rows: tables } = await client.query(`SELECT to_regclass('"Setting"') IS NOT NULL AS there`);
    if (!tables[0].there) return false;
    const { rows } = await client.query(
      `SELECT 1 FROM "Setting" WHERE "name" = $1
       AND "updatedAt" > timezone('UTC', clock_timestamp()) - make_interval(days => $2)`,
      [PROXY_SEEN_SETTING, LATELY_DAYS],
    );
    return rows.length > 0;
  });

/** Without TRUST_PROXY all who come through a proxy share the limits of its one address. */
export function proxyCheck({ TRUST_PROXY, ROLES }: Env, url: string): Check {
  return {
    name: 'proxy',
    async run() {
      if (TRUST_PROXY || !ROLES.includes('web')) return [];
      try {
        if (!(await wasSeen(url))) return [fine('proxy', 'No reverse proxy was seen in front.')];
      } catch (error) {
        const reason = reasonOf(error);
        return [warning('proxy', `Whether a proxy stands in front could not be found out (${reason}).`)];
      }
      const message =
        'Requests with X-Forwarded-For came from this machine or its network in the last days, as from a reverse ' +
        'proxy; set TRUST_PROXY=true if it is yours, or everybody behind it shares the limits of one address.';
      return [warning('proxy', message)];
    },
  };
}
