// Who else is here, as initials in their colours.
'use client';
import { type CSSProperties, useMemo } from 'react';
import { peopleIn } from '@/components/collaboration/presence-reader';
import type { ProjectConnection } from '@/components/collaboration/project-connection';
import { Popover } from '@/components/ui/popover';
import { useSelected } from '@/components/ui/store';
import { Tip } from '@/components/ui/tooltip';
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

function Person({ person, isSelf }: { person: Identity; isSelf: boolean }) {
  const name = isSelf ? `${person.name} (you)` : person.name;
  return (
    <Tip text={name}>
      <li className={styles.person} style={{ '--person': person.color } as CSSProperties} data-self={isSelf}>
        <span aria-hidden="true">{initials(person.name)}</span>
        <span className={styles.unseen}>{name}</span>
      </li>
    </Tip>
  );
}

/** Those for whom there is no room in the bar, by name. */
function MorePeople({ people }: { readonly people: readonly Identity[] }) {
  const trigger = (
    <button type="button" className={styles.extra} aria-label={`+${people.length} more people`}>
      +{people.length}
    </button>
  );
  return (
    <Popover trigger={trigger} title="Also here">
      <ul className={styles.names}>
        {people.map(({ userId, name }) => (
          <li key={userId}>{name}</li>
        ))}
      </ul>
    </Popover>
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
            <li key={size} className={styles[size]}>
              <MorePeople people={others.slice(-extra)} />
            </li>
          )
        );
      })}
      {self && <Person person={self} isSelf />}
    </ul>
  );
}
