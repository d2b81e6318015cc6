// "Saved" means that the server has committed everything this connection sent, offline edits included.
import { describe, expect, it } from 'vitest';
import {
  MESSAGE_AWARENESS,
  MESSAGE_SYNC,
  SYNC_STEP_1,
  SYNC_STEP_2,
  SYNC_UPDATE,
} from '@/document/wire/acknowledge';
import { describeConnection, INITIAL_CONNECTION } from './connection-state';
import { createAcknowledgeCounter, type SocketClass } from './counting-socket';

class SilentSocket {
  send(): void {}
}

function open() {
  const states: boolean[] = [];
  const Base = SilentSocket as unknown as SocketClass;
  const counter = createAcknowledgeCounter(Base, (saved) => states.push(saved));
  const socket = new counter.Socket('ws://studio.test');
  const send = (...bytes: number[]) => socket.send(new Uint8Array(bytes));
  return { counter, send, saved: () => states.at(-1) };
}

describe('counting socket', () => {
  it('is saved only after the first exchange is committed', () => {
    const { counter, send, saved } = open();
    send(MESSAGE_SYNC, SYNC_STEP_1, 1);
    expect(saved()).toBe(false);
    send(MESSAGE_SYNC, SYNC_STEP_2, 0);
    expect(saved()).toBe(false);
    counter.acknowledged(1);
    expect(saved()).toBe(true);
  });

  it('follows edits and ignores awareness', () => {
    const { counter, send, saved } = open();
    send(MESSAGE_SYNC, SYNC_STEP_2, 0);
    counter.acknowledged(1);
    send(MESSAGE_AWARENESS, 1, 2);
    expect(saved()).toBe(true);
    send(MESSAGE_SYNC, SYNC_UPDATE, 7);
    send(MESSAGE_SYNC, SYNC_UPDATE, 8);
    counter.acknowledged(2);
    expect(saved()).toBe(false);
    counter.acknowledged(3);
    expect(saved()).toBe(true);
  });

  it('starts anew with the next connection', () => {
    const { counter, send, saved } = open();
    send(MESSAGE_SYNC, SYNC_STEP_2, 0);
    counter.acknowledged(1);
    new counter.Socket('ws://studio.test');
    expect(saved()).toBe(false);
  });
});

describe('connection messages', () => {
  const open = { ...INITIAL_CONNECTION, link: 'open', synced: true } as const;

  it('has a label for every state of the connection', () => {
    expect(describeConnection(INITIAL_CONNECTION, true).label).toBe('Connecting…');
    expect(describeConnection({ ...open, acknowledged: true }, true).label).toBe('Saved');
    expect(describeConnection(open, true).label).toBe('Saving…');
    expect(describeConnection(open, false).label).toBe('View only');
    expect(describeConnection({ ...open, link: 'lost', kept: true }, true).detail).toBe(
      'Offline: your edits are kept and will be sent',
    );
  });

  it("passes on the server's reason, or the meaning of its code", () => {
    const closed = { ...open, link: 'closed', closeCode: 4403 } as const;
    expect(describeConnection(closed, true).detail).toContain('no longer have access');
    expect(describeConnection({ ...closed, closeReason: 'Ana removed you.' }, true).detail).toBe(
      'Ana removed you.',
    );
  });
});
