// Changing one's password.
'use client';
import { type FormEvent, useState } from 'react';
import { call } from '@/components/api/call';
import { Button } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { useTask } from '@/components/ui/use-task';
import { changePassword } from '@/contract/http/credentials';
import styles from './access.module.css';

const SESSIONS_ALONE =
  'Your password is changed, and all other browsers are signed out. API tokens still work.';
const WITH_TOKENS =
  'Your password is changed, all other browsers are signed out, and all API tokens are revoked.';

interface PasswordFormProps {
  /** Lets the browser's password manager know whose password it is. */
  readonly email: string;
}

export function PasswordForm({ email }: PasswordFormProps) {
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const [revokesTokens, setRevokesTokens] = useState(false);
  const [done, setDone] = useState<string | null>(null);
  const task = useTask();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setDone(null);
    const body = { current_password: current, new_password: next, revoke_tokens: revokesTokens };
    if (!(await task.run(() => call(changePassword, { body })))) return;
    setCurrent('');
    setNext('');
    setDone(revokesTokens ? WITH_TOKENS : SESSIONS_ALONE);
    setRevokesTokens(false);
  };
  return (
    <section className={styles.block} aria-labelledby="password-title">
      <div className={styles.head}>
        <h2 id="password-title">Password</h2>
      </div>
      <form className={styles.block} method="post" onSubmit={(event) => void submit(event)}>
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <div className={classes(styles.fields, styles.two)}>
          <Field
            label="Current password"
            type="password"
            autoComplete="current-password"
            maxLength={200}
            value={current}
            required
            onChange={(event) => setCurrent(event.currentTarget.value)}
          />
          <Field
            label="New password"
            type="password"
            autoComplete="new-password"
            minLength={8}
            maxLength={200}
            hint="At least 8 characters."
            value={next}
            required
            onChange={(event) => setNext(event.currentTarget.value)}
          />
        </div>
        <label className={styles.choice}>
          <input
            type="checkbox"
            checked={revokesTokens}
            onChange={(event) => setRevokesTokens(event.currentTarget.checked)}
          />
          <span>
            Also revoke all API tokens
            <small>Tokens do not depend on the password: whoever has one gets in until it is revoked.</small>
          </span>
        </label>
        {task.error && <Notice tone="danger">{task.error}</Notice>}
        {done && <Notice tone="ok">{done}</Notice>}
        <Button kind="outline" type="submit" className={styles.send} disabled={task.isBusy}>
          Change password
        </Button>
      </form>
    </section>
  );
}
