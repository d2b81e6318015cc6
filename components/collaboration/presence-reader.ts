// Who else is in the project and which controls they are using, from the awareness of the document
// connection.
import type { Awareness } from 'y-protocols/awareness';
import { distinctColors, type Identity, type Presence, presenceSchema } from '@/document/wire/presence';
import { type Readable, Store } from '../ui/store';
import { createThrottle } from '../ui/throttle';

/** One open studio page of somebody; a person with two tabs is here twice. */
export interface Peer {
  readonly clientId: number;
  readonly user: Identity;
  readonly presence: Presence;
}

export interface PresenceReader {
  /** Everybody but this tab, by client id. */
  readonly peers: Readable<readonly Peer[]>;
  /** This user's identity as the server reports it; null until then. */
  readonly self: Readable<Identity | null>;
  /** Notifies the other users, at most ten times a second. */
  share(change: Partial<Omit<Presence, 'user'>>): void;
  destroy(): void;
}

const SHARE_EVERY_MS = 100;

/** Everybody here, this tab included, in colours that differ: every browser computes the same. */
function readEverybody(awareness: Awareness): readonly Peer[] {
  const everybody: Peer[] = [];
  for (const [clientId, state] of awareness.getStates()) {
    const parsed = presenceSchema.safeParse(state);
    if (parsed.success && parsed.data.user) {
      everybody.push({ clientId, user: parsed.data.user, presence: parsed.data });
    }
  }
  const colors = distinctColors(everybody.map(({ user }) => user));
  return everybody.map((peer) => {
    const user = { ...peer.user, color: colors.get(peer.user.userId) ?? peer.user.color };
    return { ...peer, user, presence: { ...peer.presence, user } };
  });
}

/** The others among `everybody`; who has not changed stays the same object. */
function readPeers(everybody: readonly Peer[], ownId: number, before: readonly Peer[]): readonly Peer[] {
  const peers = everybody
    .filter(({ clientId }) => clientId !== ownId)
    .map((peer) => {
      const known = before.find(({ clientId }) => clientId === peer.clientId);
      return known && JSON.stringify(known.presence) === JSON.stringify(peer.presence) ? known : peer;
    });
  return peers.sort((a, b) => a.clientId - b.clientId);
}

/** Watches `awareness`; call destroy() before the connection goes. */
export function createPresenceReader(awareness: Awareness): PresenceReader {
  const peers = new Store<readonly Peer[]>([]);
  const self = new Store<Identity | null>(null);
  let mine: Partial<Presence> = {};
  const onChange = () => {
    const before = peers.get();
    const everybody = readEverybody(awareness);
    const next = readPeers(everybody, awareness.clientID, before);
    if (next.length !== before.length || next.some((peer, i) => peer !== before[i])) peers.set(next);
    const own = everybody.find(({ clientId }) => clientId === awareness.clientID)?.user;
    const shown = self.get();
    const isSame =
      own && shown?.userId === own.userId && shown.name === own.name && shown.color === own.color;
    if (own && !isSame) self.set(own);
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
export function editorOf(peers: readonly Peer[], register: string): Identity | null {
  return peers.find((peer) => peer.presence.holds === register)?.user ?? null;
}

/** Everybody present once, whatever their number of tabs. */
export function peopleIn(peers: readonly Peer[]): readonly Identity[] {
  const people = new Map<string, Identity>();
  for (const { user } of peers) if (!people.has(user.userId)) people.set(user.userId, user);
  return [...people.values()];
}
