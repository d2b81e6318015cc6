// Who is there, once each, and whose hand is on what; broken states of others are passed over.
import { expect, it } from 'vitest';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { createPresenceReader, editorOf, peopleIn } from './presence-reader';

const ana = { userId: 'u1', name: 'Ana', color: '#e5484d' };
const ben = { userId: 'u2', name: 'Ben', color: '#0d9b9b' };

function receive(awareness: Awareness, clientId: number, state: Record<string, unknown>) {
  awareness.states.set(clientId, state);
  awareness.emit('change', [{ added: [clientId], updated: [], removed: [] }, 'test']);
}

it('reads users and the controls they are using', () => {
  const awareness = new Awareness(new Y.Doc());
  const reader = createPresenceReader(awareness);
  receive(awareness, 11, { user: ana, holds: 'drums/gainDb' });
  receive(awareness, 12, { user: ana });
  receive(awareness, 13, { user: ben });
  receive(awareness, 14, { user: 'nobody' });
  receive(awareness, 15, { holds: 'bass/pan' });
  const peers = reader.peers.get();
  expect(peers.map((peer) => peer.clientId)).toEqual([11, 12, 13]);
  expect(peopleIn(peers)).toEqual([ana, ben]);
  expect(editorOf(peers, 'drums/gainDb')).toEqual(ana);
  expect(editorOf(peers, 'bass/pan')).toBeNull();

  receive(awareness, 13, { user: ben, cursor: { seconds: 1, stemId: null } });
  expect(reader.peers.get()[0]).toBe(peers[0]);
  expect(reader.peers.get()[2]).not.toBe(peers[2]);
  reader.destroy();
  awareness.destroy();
});

it('shares what changes and leaves the identity to the server', () => {
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState({ user: ana });
  const reader = createPresenceReader(awareness);
  expect(reader.self.get()).toEqual(ana);
  reader.share({ holds: 'bass/pan' });
  expect(awareness.getLocalState()).toEqual({ user: ana, holds: 'bass/pan' });
  reader.destroy();
  awareness.destroy();
});
