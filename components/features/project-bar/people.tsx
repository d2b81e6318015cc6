// Who else is here, as initials in their colours.
'use client';
import { type CSSProperties, useMemo } from 'react';
import { peopleIn } from '@/components/collaboration/presence-reader';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { classes } from '@/components/ui/classes';
import { useSelected } from '@/components/ui/store';
import type { Identity } from '@/document/wire/presence';
import styles from './people.module.css';

/** How many others are shown beside the name of the project, which needs the room; people.module.css has the widths. */
const MAX_SHOWN = { wide: 5, medium: 3, narrow: 2, least: 0 } as const;
const SIZES = ['wide', 'medium', 'narrow', 'least'] as const;

function initials(name: string): string {
  const names = name.trim().split(/\s+/);
  const last = names.length > 1 ? names.at(-1) : '';
  return `${[...(names[0] ?? '?')][0] ?? '?'}${[...(last ?? '')][0] ?? ''}`.toUpperCase();
}

const namesOf = (people: readonly Identity[]): string => people.map(({ name }) => name).join(', ');

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
  return (
    <ul className={styles.people} aria-label="People here now">
      {others.slice(0, MAX_SHOWN.wide).map((person) => (
        <Person key={person.userId} person={person} isSelf={false} />
      ))}
      {SIZES.map((size) => {
        const extra = others.length - MAX_SHOWN[size];
        return (
          extra > 0 && (
            <li
              key={size}
              className={classes(styles.extra, styles[size])}
              title={namesOf(others.slice(-extra))}
            >
              +{extra}
            </li>
          )
        );
      })}
      {self && <Person person={self} isSelf />}
    </ul>
  );
}
