// Presence: the server's word for who somebody is, one id per connection, nobody locked out of theirs.
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PresenceBoard, type PresenceMember } from './presence';
import { type RemoteEntry, RemotePresence, type RemotePresenceView } from './remote-presence';

interface Heard {
  clientId: number;
  clock: number;
  state: { user?: { name: string }; holds?: string } | null;
}

function decode(frame: Uint8Array): Heard[] {
  const outer = decoding.createDecoder(frame);
  decoding.readVarUint(outer);
  const inner = decoding.createDecoder(decoding.readVarUint8Array(outer));
  return Array.from({ length: decoding.readVarUint(inner) }, () => ({
    clientId: decoding.readVarUint(inner),
    clock: decoding.readVarUint(inner),
    state: JSON.parse(decoding.readVarString(inner)),
  }));
}

function entry(clientId: number, clock: number, state: unknown): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, clientId);
  encoding.writeVarUint(encoder, clock);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encoding.toUint8Array(encoder);
}

/** Other processes that say nothing by themselves. */
function quiet(people: RemotePresence, share: (seats: readonly RemoteEntry[]) => void): RemotePresenceView {
  const all = () => [...people.of('p').values()].filter(({ state }) => state !== null);
  return {
    entry: (clientId) => people.of('p').get(clientId),
    ownerOf: (clientId) => all().find((seat) => seat.clientId === clientId)?.userId,
    present: () => all().map(({ clientId }) => clientId),
    take: (clientId) => people.take('p', clientId),
    share,
  };
}

describe('presence', () => {
  const frames: Uint8Array[] = [];
  const member = (userId: string): PresenceMember => ({
    identity: { userId, name: userId.toUpperCase(), color: '#112233' },
    send: (frame) => void frames.push(frame),
  });
  let members: PresenceMember[] = [];
  let board: PresenceBoard;
  let people: RemotePresence;
  let shared: RemoteEntry[] = [];
  const [ada, ben] = [member('ada'), member('ben')];
  /** What was sent since the last call, to one of the members. */
  const told = (): Heard[] => {
    vi.advanceTimersByTime(100);
    return frames.splice(0).flatMap(decode);
  };
  const here = (): Heard[] => decode(board.allEntriesFrame() ?? new Uint8Array([1, 1, 0]));

  beforeEach(() => {
    vi.useFakeTimers();
    frames.length = 0;
    members = [ada];
    people = new RemotePresence();
    shared = [];
    const elsewhere = quiet(people, (seats) => void shared.push(...seats));
    board = new PresenceBoard(() => members, elsewhere);
  });
  afterEach(() => {
    board.stop();
    vi.useRealTimers();
  });

  it('says who somebody is, whatever they claim, and lets them know', () => {
    board.applyFrame(
      ada,
      entry(1, 0, { user: { userId: 'ben', name: 'BEN', color: '#000000' }, holds: 'drums/gainDb' }),
    );
    const [heard] = told();
    expect(heard).toMatchObject({
      clientId: 1,
      clock: 1,
      state: { user: { name: 'ADA' }, holds: 'drums/gainDb' },
    });
    board.applyFrame(ada, entry(1, 1, heard?.state));
    expect(told()).toEqual([]);
  });

  it('accepts the state of each connection only from itself', () => {
    board.applyFrame(ada, entry(1, 0, {}));
    board.applyFrame(ben, entry(2, 0, {}));
    board.applyFrame(ada, entry(2, 7, { holds: 'bass/pan' }));
    board.applyFrame(ada, entry(3, 0, {}));
    expect(here().map(({ clientId }) => clientId)).toEqual([1, 2]);
    expect(here()[1]?.state).not.toHaveProperty('holds');
  });

  it('does not let another user claim an id, nor a clock run ahead', () => {
    board.applyFrame(ada, entry(1, 5, {}));
    board.applyFrame(ben, entry(1, 4_000_000_000, { holds: 'x' }));
    board.applyFrame(ada, entry(1, 4_000_000_000, { holds: 'y' }));
    board.applyFrame(ada, entry(1, 7, { holds: 'z' }));
    expect(here()).toMatchObject([{ clientId: 1, clock: 8, state: { holds: 'z' } }]);
  });

  it('notifies everyone at most ten times a second, with the latest state', () => {
    for (let clock = 0; clock < 50; clock++)
      board.applyFrame(ada, entry(1, clock, { holds: `stem${clock}/pan` }));
    const heard = told();
    expect(heard).toHaveLength(1);
    expect(heard[0]?.state?.holds).toBe('stem49/pan');
  });

  it('removes a user who leaves, and accepts them back under the same clock', () => {
    board.applyFrame(ada, entry(1, 3, {}));
    told();
    board.leave(ada);
    expect(told()).toMatchObject([{ clientId: 1, state: null }]);
    expect(board.allEntriesFrame()).toBeNull();
    const again = member('ada');
    board.applyFrame(again, entry(1, 4, { user: again.identity }));
    expect(told()).toMatchObject([{ clientId: 1, clock: 5, state: {} }]);
  });

  it('lets a reconnecting browser reclaim its entry before the dead connection is noticed', () => {
    board.applyFrame(ada, entry(1, 3, {}));
    const again = member('ada');
    board.applyFrame(again, entry(1, 4, { holds: 'bass/pan' }));
    board.leave(ada);
    expect(here()).toMatchObject([{ clientId: 1, state: { holds: 'bass/pan' } }]);
  });

  describe('on several processes', () => {
    const away = (
      clientId: number,
      clock: number,
      userId: string,
      state: string | null = '{"holds":"bass/pan"}',
    ) => {
      const seat = { clientId, userId, clock, state };
      if (people.applyRemote('there', 'p', seat)) board.applyRemote(seat);
    };

    it('shows people of the others beside its own, and shares only its own', () => {
      board.applyFrame(ada, entry(1, 0, { user: ada.identity }));
      away(2, 7, 'ben');
      expect(told().map(({ clientId }) => clientId)).toEqual([1, 2]);
      expect(here().map(({ clientId }) => clientId)).toEqual([1, 2]);
      expect(shared.map(({ clientId, userId }) => [clientId, userId])).toEqual([[1, 'ada']]);
    });

    it('rejects an id that is in use on another process', () => {
      away(2, 7, 'ben');
      board.applyFrame(ada, entry(2, 8, { holds: 'drums/pan' }));
      expect(here()).toMatchObject([{ clientId: 2, clock: 7, state: { holds: 'bass/pan' } }]);
      away(2, 9, 'ada');
      expect(here()[0]?.clock).toBe(9);
    });

    it('lets the people of a dead process leave, and welcomes them under the same clock', () => {
      away(1, 7, 'ada');
      told();
      for (const { entry: seat } of people.leave('there')) board.applyRemote(seat);
      expect(told()).toMatchObject([{ clientId: 1, clock: 7, state: null }]);
      expect(board.allEntriesFrame()).toBeNull();
      board.applyFrame(ada, entry(1, 7, { user: ada.identity }));
      expect(told()).toMatchObject([{ clientId: 1, clock: 8, state: {} }]);
    });

    it('follows a browser to another process and ignores the closing of its dead connection', () => {
      board.applyFrame(ada, entry(1, 3, { user: ada.identity }));
      told();
      away(1, 9, 'ada');
      board.leave(ada);
      expect(told()).toMatchObject([{ clientId: 1, clock: 9, state: { holds: 'bass/pan' } }]);
      const again = member('ada');
      board.applyFrame(again, entry(1, 9, { user: again.identity }));
      away(1, 9, 'ada', null);
      expect(told()).toMatchObject([{ clientId: 1, clock: 10, state: {} }]);
    });
  });

  it('passes over states that are too large or no presence', () => {
    board.applyFrame(ada, entry(1, 1, { note: 'x'.repeat(3_000) }));
    board.applyFrame(ada, entry(1, 2, { cursor: { seconds: -1, stemId: null } }));
    board.applyFrame(ada, entry(1, 3, 'hello'));
    expect(here()).toEqual([]);
    expect(board.applyFrame(ada, new Uint8Array([9, 1]))).toBe(false);
  });
});
