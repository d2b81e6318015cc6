// A page frame that needs nobody's session: for pages that must work when little else does.
import type { ReactNode } from 'react';
import { Logo } from '@/components/ui/logo';
import styles from './page-frame.module.css';

export function PlainFrame({ children }: { readonly children: ReactNode }) {
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <a href="/" className={styles.home} aria-label="IsoMix Studio, home">
          <Logo />
        </a>
      </header>
      <main className={styles.content}>{children}</main>
    </div>
  );
}
