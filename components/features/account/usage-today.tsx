// How much of the plan's daily allowances and storage a person has used.

import styles from '@/components/ui/article.module.css';
import { formatBytes } from '@/components/ui/format';
import type { Me } from '@/contract/http/account';

type Kind = Me['usage']['today'][number]['kind'];

const NAMES: Record<Kind, string> = {
  separation: 'Songs separated',
  file: 'Files sent',
  export: 'Exports',
  set: 'DJ sets',
  'style-sound': 'Style sounds',
  restyle: 'Stems played with a style sound',
  analysis: 'Tracks analysed',
  import: 'Files imported',
  checking: 'Seconds spent checking files',
};

const timeOf = (moment: string): string =>
  new Date(moment).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

export function UsageToday({ usage }: Pick<Me, 'usage'>) {
  const { today, storage, resets_at: resetsAt } = usage;
  return (
    <section>
      <h2>Used today</h2>
      <p className={styles.note}>
        The counts of a day start again at {timeOf(resetsAt)}. Deleting something does not give its count
        back.
      </p>
      <dl className={styles.facts}>
        {today.map(({ kind, used, limit }) => (
          <div key={kind} style={{ display: 'contents' }}>
            <dt>{NAMES[kind]}</dt>
            <dd>
              {used.toLocaleString()} of {limit.toLocaleString()}
            </dd>
          </div>
        ))}
        <dt>Storage</dt>
        <dd>
          {formatBytes(storage.used_bytes)} of {formatBytes(storage.limit_bytes)}
        </dd>
      </dl>
    </section>
  );
}
