// Who else is in the project and what their hands are on, from the awareness of the document connection.
import type { Awareness } from 'y-protocols/awareness';
import { type Identity, type Presence, presenceSchema } from '@/document/wire/presence';
import { type Readable, Store } from './store';
import { createThrottle } from './throttle';

/** One open studio page of somebody; a person with two tabs is here twice. */
export interface Peer {
  readonly clientId: number;
  readonly user: Identity;
  readonly presence: Presence;
}

export interface PresenceReader {
  /** Everybody but this tab, by client id. */
  readonly peers: Readable<readonly Peer[]>;
  /** Who this person is, in the server's words; null until it has said so. */
  readonly self: Readable<Identity | null>;
  /** Tells the others, at most ten times a second. */
  share(change: Partial<Omit<Presence, 'user'>>): void;
  destroy(): void;
}

const SHARE_EVERY_MS = 100;

function readPeers(awareness: Awareness, before: readonly Peer[]): readonly Peer[] {
  const peers: Peer[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    if (clientId === awareness.clientID) continue;
    const parsed = presenceSchema.safeParse(state);
    if (!parsed.success || !parsed.data.user) continue;
    const known = before.find((peer) => peer.clientId === clientId);
    const isSame = known && JSON.stringify(known.presence) === JSON.stringify(parsed.data);
    peers.push(isSame ? known : { clientId, user: parsed.data.user, presence: parsed.data });
  }
  return peers.sort((a, b) => a.clientId - b.clientId);
}

/** Watches `awareness`; call destroy() before the connection goes. */
export function createPresenceReader(awareness: Awareness): PresenceReader {
  const peers = new Store<readonly Peer[]>([]);
  const self = new Store<Identity | null>(null);
  let mine: Partial<Presence> = {};
  const onChange = () => {
    const next = readPeers(awareness, peers.get());
    const before = peers.get();
    if (next.length !== before.length || next.some((peer, i) => peer !== before[i])) peers.set(next);
    const own = presenceSchema.safeParse(awareness.getLocalState());
    if (own.success && own.data.user) self.set(own.data.user);
  };
  const outgoing = createThrottle<Partial<Presence>>(SHARE_EVERY_MS, (state) =>
    awareness.setLocalState({ ...awareness.getLocalState(), ...state }),
  );
  awareness.on('change', onChange);
  onChange();
  return {
    peers,
    self,
    share(change) {
      mine = { ...mine, ...change };
      outgoing.push(mine);
    },
    destroy() {
      outgoing.cancel();
      awareness.off('change', onChange);
    },
  };
}

/** The first other person whose hand is on `register` (`drums/gainDb`), or null. */
export function holderOf(peers: readonly Peer[], register: string): Identity | null {
  return peers.find((peer) => peer.presence.holds === register)?.user ?? null;
}

/** Everybody present once, whatever their number of tabs. */
export function peopleIn(peers: readonly Peer[]): readonly Identity[] {
  const people = new Map<string, Identity>();
  for (const { user } of peers) if (!people.has(user.userId)) people.set(user.userId, user);
  return [...people.values()];
}
