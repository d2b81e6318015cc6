// Who one is here, and what one's plan allows.
'use client';
import { useQuery } from '@tanstack/react-query';
import { messageOf } from '@/components/api/problem';
import { queryOf } from '@/components/api/query';
import styles from '@/components/ui/article.module.css';
import { formatBytes } from '@/components/ui/format';
import { Notice } from '@/components/ui/notice';
import { getMe, type Me } from '@/contract/http/account';
import { UsageToday } from './usage-today';

const PLAN_NAMES: Record<Me['plan'], string> = { free: 'Free', pro: 'Pro' };

const days = (count: number): string => (count === 1 ? '1 day' : `${count} days`);

function planFacts({ limits }: Me): ReadonlyArray<readonly [string, string]> {
  const formats = limits.formats.map((format) => format.toUpperCase()).join(', ');
  const depths = limits.bit_depths.map((depth) => `${depth}-bit`).join(', ');
  const onlyMp3 = limits.formats.every((format) => format === 'mp3');
  return [
    ['Largest song file', formatBytes(limits.max_upload_bytes)],
    ['Longest song', `${Math.round(limits.max_duration_s / 60)} minutes`],
    ['Songs a day', limits.uploads_per_day.toLocaleString()],
    ['Projects', limits.max_projects.toLocaleString()],
    ['People in a project', limits.max_members.toLocaleString()],
    ['Style sounds', limits.max_style_sounds.toLocaleString()],
    ['Imported files in a session', limits.max_sources.toLocaleString()],
    ['Tracks in a DJ set', limits.max_set_tracks.toLocaleString()],
    ['DJ sets a day', limits.sets_per_day.toLocaleString()],
    ['Exports', onlyMp3 ? formats : `${formats}; ${depths}`],
    ['Stems as files', limits.stem_export ? 'Yes' : 'Part of Pro'],
    ['Exports are kept', days(limits.mix_retention_days)],
    [
      'Projects are kept',
      limits.retention_days === null
        ? 'As long as you want'
        : `${days(limits.retention_days)} after the last use`,
    ],
  ];
}

export function Settings() {
  const { data: me, error } = useQuery(queryOf(getMe, {}));
  if (error) return <Notice tone="danger">{messageOf(error)}</Notice>;
  if (!me) return <p role="status">Reading your account…</p>;
  return (
    <>
      <section>
        <h2>Account</h2>
        <dl className={styles.facts}>
          <dt>Name</dt>
          <dd>{me.name}</dd>
          <dt>Email</dt>
          <dd>{me.email ?? 'None'}</dd>
        </dl>
      </section>
      <section>
        <h2>{PLAN_NAMES[me.plan]} plan</h2>
        <dl className={styles.facts}>
          {planFacts(me).map(([what, value]) => (
            <div key={what} style={{ display: 'contents' }}>
              <dt>{what}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </section>
      <UsageToday usage={me.usage} />
    </>
  );
}
