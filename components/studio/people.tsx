// Who else is here, as initials in their colours.
'use client';
import { type CSSProperties, useMemo } from 'react';
import type { Identity } from '@/document/wire/presence';
import { peopleIn } from '../collaboration/presence-reader';
import type { ProjectConnection } from '../collaboration/project-connection';
import { useSelected } from '../collaboration/store';
import { classes } from '../shell/classes';
import styles from './people.module.css';

const MOST_SHOWN = 5;
/** On a phone, where the name of the project needs the room. */
const MOST_ON_PHONE = 2;

function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.at(-1) : '';
  return `${[...(words[0] ?? '?')][0] ?? '?'}${[...(last ?? '')][0] ?? ''}`.toUpperCase();
}

function Person({ person, isSelf }: { person: Identity; isSelf: boolean }) {
  const name = isSelf ? `${person.name} (you)` : person.name;
  return (
    <li
      className={styles.person}
      style={{ '--person': person.color } as CSSProperties}
      title={name}
      data-self={isSelf}
    >
      <span aria-hidden="true">{initials(person.name)}</span>
      <span className={styles.unseen}>{name}</span>
    </li>
  );
}

export function People({ connection }: { readonly connection: ProjectConnection }) {
  const { presence } = connection;
  const peers = useSelected(presence.peers, (all) => all);
  const self = useSelected(presence.self, (me) => me);
  const others = useMemo(
    () => peopleIn(peers).filter((person) => person.userId !== self?.userId),
    [peers, self],
  );
  const extra = others.length - MOST_SHOWN;
  const extraOnPhone = others.length - MOST_ON_PHONE;
  return (
    <ul className={styles.people} aria-label="People here now">
      {others.slice(0, MOST_SHOWN).map((person) => (
        <Person key={person.userId} person={person} isSelf={false} />
      ))}
      {extra > 0 && <li className={classes(styles.extra, styles.wide)}>+{extra}</li>}
      {extraOnPhone > 0 && <li className={classes(styles.extra, styles.phone)}>+{extraOnPhone}</li>}
      {self && <Person person={self} isSelf />}
    </ul>
  );
}
