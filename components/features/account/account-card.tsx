// The card on the sign-in and sign-up pages.
import type { ReactNode } from 'react';
import styles from './account-card.module.css';

interface AccountCardProps {
  readonly title: string;
  readonly lead: string;
  readonly children: ReactNode;
}

export function AccountCard({ title, lead, children }: AccountCardProps) {
  return (
    <section className={styles.card}>
      <h1>{title}</h1>
      <p className={styles.lead}>{lead}</p>
      {children}
    </section>
  );
}
