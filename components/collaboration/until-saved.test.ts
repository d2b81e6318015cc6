// Waiting for the server: at once, in a moment, or not at all.
import { expect, it } from 'vitest';
import { Store } from '../ui/store';
import { type ConnectionState, INITIAL_CONNECTION } from './connection-state';
import { untilSaved } from './until-saved';

const saved: ConnectionState = { ...INITIAL_CONNECTION, link: 'open', synced: true, acknowledged: true };

it('goes on when everything is saved', async () => {
  await untilSaved(new Store(saved));
  const state = new Store<ConnectionState>({ ...saved, acknowledged: false });
  const waiting = untilSaved(state);
  state.set(saved);
  await waiting;
});

it('says so when it takes too long', async () => {
  const offline = new Store<ConnectionState>({ ...saved, link: 'lost' });
  await expect(untilSaved(offline, 5)).rejects.toThrow(/not saved yet/);
});
