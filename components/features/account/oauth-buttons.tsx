// One button for each sign-in service that the operator has configured.
'use client';
import { signIn } from 'next-auth/react';
import { Button } from '@/components/ui/button';
import styles from './oauth-buttons.module.css';

const NAMES = { github: 'GitHub', google: 'Google' } as const;
export type OauthProvider = keyof typeof NAMES;

interface OauthButtonsProps {
  readonly providers: readonly OauthProvider[];
  readonly next: string;
}

export function OauthButtons({ providers, next }: OauthButtonsProps) {
  if (providers.length === 0) return null;
  return (
    <div className={styles.services}>
      {providers.map((id) => (
        <Button key={id} onClick={() => void signIn(id, { callbackUrl: next })}>
          Continue with {NAMES[id]}
        </Button>
      ))}
      <p className={styles.or}>or</p>
    </div>
  );
}
