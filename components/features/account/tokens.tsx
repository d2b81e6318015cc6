// The API tokens of an account: a new one, and those there are.
'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '@/components/api/call';
import { messageOf } from '@/components/api/problem';
import { queryOf, refresh } from '@/components/api/query';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { formatWhen } from '@/components/ui/when';
import { type ApiToken, listTokens, revokeToken } from '@/contract/http/credentials';
import styles from './access.module.css';
import { NewToken } from './new-token';

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

/** How long a token works: "until 3 Mar 2027", "expired", or nothing for one that does not expire. */
function expiryText(expiresAt: string | null, nowMs: number): string {
  if (expiresAt === null) return 'until revoked';
  const at = Date.parse(expiresAt);
  return at <= nowMs ? 'expired' : `until ${day.format(at)}`;
}

function factsOf({ scopes, last_used_at: usedAt, expires_at: expiresAt }: ApiToken): string {
  const now = Date.now();
  const may = scopes.includes('write') ? 'Reads and changes' : 'Only reads';
  const used = usedAt ? `last used ${formatWhen(Date.parse(usedAt), now)}` : 'never used';
  return `${may}, ${expiryText(expiresAt, now)}, ${used}`;
}

const ownTokens = queryOf(listTokens, {});

interface TokensProps {
  /** What tokens are for and where the interface is described. */
  readonly children: ReactNode;
}

export function Tokens({ children }: TokensProps) {
  const client = useQueryClient();
  const { data, error } = useQuery(ownTokens);
  const entries = data?.tokens;
  const reload = () => void refresh(client, ownTokens);
  const task = useTask();
  const revoke = (token: ApiToken) => task.run(() => call(revokeToken, { id: token.id })).then(reload);
  return (
    <section className={styles.block} aria-labelledby="tokens-title">
      <div className={styles.head}>
        <h2 id="tokens-title">API tokens</h2>
      </div>
      <p className={styles.lead}>{children}</p>
      <NewToken onCreated={reload} />
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
      {task.error && <Notice tone="danger">{task.error}</Notice>}
      {entries && entries.length > 0 && (
        <ul className={styles.list}>
          {entries.map((token) => (
            <li key={token.id}>
              <div className={styles.what}>
                <p>{token.label}</p>
                <p className={styles.small}>{factsOf(token)}</p>
              </div>
              <Button
                small
                kind="danger"
                disabled={task.isBusy}
                aria-label={`Revoke ${token.label}`}
                onClick={() => void revoke(token)}
              >
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
