// The form with email and password, for signing in and for signing up.
'use client';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { signIn } from 'next-auth/react';
import { type FormEvent, useState } from 'react';
import { call } from '@/components/api/call';
import { errorMessage } from '@/components/api/problem';
import { accountPage } from '@/components/api/return-path';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { signUp } from '@/contract/http/account';
import styles from './credentials-form.module.css';

interface CredentialsFormProps {
  readonly mode: 'sign-in' | 'sign-up';
  /** Where to go afterwards. */
  readonly next: string;
  /** What an earlier attempt ran into, from the address of the page. */
  readonly problem: string | null;
}

const WRONG = 'The email or the password is not right.';

async function openSession(email: string, password: string): Promise<void> {
  const answer = await signIn('credentials', { email, password, redirect: false });
  if (answer?.ok) return;
  const reason = answer?.error;
  throw new Error(!reason || reason === 'CredentialsSignin' ? WRONG : reason);
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

export function CredentialsForm({ mode, next, problem }: CredentialsFormProps) {
  const router = useRouter();
  const [error, setError] = useState(problem);
  const [isBusy, setBusy] = useState(false);
  const isNew = mode === 'sign-up';

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = textOf(form, 'email').trim();
    const password = textOf(form, 'password');
    const name = textOf(form, 'name').trim();
    setBusy(true);
    setError(null);
    try {
      if (isNew) await call(signUp, { body: { email, password, ...(name ? { name } : {}) } });
      await openSession(email, password);
      router.push(next);
      router.refresh();
    } catch (failure) {
      setError(errorMessage(failure));
      setBusy(false);
    }
  };

  return (
    // Sent before the script has loaded, the password must not become part of an address.
    <form className={styles.form} method="post" onSubmit={submit} aria-label={isNew ? 'Sign up' : 'Sign in'}>
      {error && <Notice tone="danger">{error}</Notice>}
      {isNew && (
        <Field
          label="Name"
          name="name"
          autoComplete="name"
          maxLength={80}
          hint="What your band sees."
          required
        />
      )}
      <Field label="Email" name="email" type="email" autoComplete="email" maxLength={254} required />
      <Field
        label="Password"
        name="password"
        type="password"
        autoComplete={isNew ? 'new-password' : 'current-password'}
        minLength={isNew ? 8 : undefined}
        maxLength={200}
        required
        {...(isNew ? { hint: 'At least 8 characters.' } : {})}
      />
      <Button kind="solid" type="submit" disabled={isBusy}>
        {isNew ? 'Create account' : 'Sign in'}
      </Button>
      <p className={styles.other}>
        {isNew ? 'You have an account already? ' : 'New here? '}
        <Link href={accountPage(isNew ? 'sign-in' : 'sign-up', next)}>
          {isNew ? 'Sign in' : 'Create an account'}
        </Link>
      </p>
    </form>
  );
}
