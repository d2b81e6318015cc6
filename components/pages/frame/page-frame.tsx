// The frame of every page but the studio itself: skip link, header, content, footer.
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '@/components/ui/button';
import { classes } from '@/components/ui/classes';
import { Logo } from '@/components/ui/logo';
import { CONTENT_ID, SkipLink } from '@/components/ui/skip-link';
import styles from './page-frame.module.css';
import { SignOutButton } from './sign-out-button';

interface PageFrameProps {
  /** The name of the signed-in person, null when signed out. */
  readonly person: string | null;
  readonly children: ReactNode;
}

export function PageFrame({ person, children }: PageFrameProps) {
  return (
    <div className={styles.frame}>
      <SkipLink />
      <header className={styles.header}>
        <Link href="/" className={styles.home}>
          <Logo />
        </Link>
        <nav className={styles.nav} aria-label="Account">
          {person ? (
            <>
              <Link href="/library" className={buttonClass('quiet', true)}>
                Library
              </Link>
              <Link
                href="/settings"
                className={classes(buttonClass('quiet', true), styles.account)}
                aria-label={`Settings of ${person}`}
              >
                <span className={styles.person}>{person}</span>
              </Link>
              <SignOutButton />
            </>
          ) : (
            <>
              <Link href="/sign-in" className={buttonClass('quiet', true)}>
                Sign in
              </Link>
              <Link href="/sign-up" className={buttonClass('solid', true)}>
                Sign up
              </Link>
            </>
          )}
        </nav>
      </header>
      <main id={CONTENT_ID} className={styles.content} tabIndex={-1}>
        {children}
      </main>
      <footer className={styles.footer}>
        <span>IsoMix Studio</span>
        <Link href="/about">About and licences</Link>
      </footer>
    </div>
  );
}
