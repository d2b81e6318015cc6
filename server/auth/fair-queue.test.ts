// The queue: one task at a time, turns and places shared between networks, and failures that stay their own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networksOf } from '../http/address';
import { FairQueue, QueueFullError } from './fair-queue';

/** A task that runs until it is ended. */
function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Blocks a queue, lets tasks of these addresses come in order, opens it; resolves with who ran and who was refused. */
async function shared(waiting: number, addresses: readonly string[]) {
  const queue = new FairQueue({ waiting });
  const { opened, open } = gate();
  const first = queue.run(['first'], () => opened);
  const [ran, refused]: [string[], string[]] = [[], []];
  const all = addresses.map((address) =>
    queue
      .run(networksOf(address), async () => void ran.push(address))
      .catch((error: unknown) => {
        expect(error).toBeInstanceOf(QueueFullError);
        refused.push(address);
      }),
  );
  open();
  await Promise.all([first, ...all]);
  return { ran, refused };
}

describe('FairQueue', () => {
  it('runs one task at a time and takes turns between addresses', async () => {
    const queue = new FairQueue({ waiting: 10 });
    const order: string[] = [];
    let running = 0;
    const task = (name: string) => async () => {
      running += 1;
      expect(running).toBe(1);
      await Promise.resolve();
      order.push(name);
      running -= 1;
    };
    await Promise.all([
      ...['a1', 'a2', 'a3'].map((name) => queue.run(['a'], task(name))),
      queue.run(['b'], task('b1')),
    ]);
    expect(order).toEqual(['a1', 'b1', 'a2', 'a3']);
  });

  it('takes turns between wide networks before the addresses within them', async () => {
    const many = Array.from({ length: 6 }, (_, index) => `2001:db8:1:${index}::1`);
    const { ran } = await shared(10, [...many, '2001:db8:2:1::1', '198.51.100.7']);
    // The two /48 share the turns of their /32.
    expect(ran.slice(0, 3)).toEqual([many[0], '198.51.100.7', '2001:db8:2:1::1']);
  });

  it.each([
    ['one address', () => '203.0.113.7'],
    ['a /24', (index: number) => `203.0.113.${index}`],
    ['a /16', (index: number) => `203.0.${index}.7`],
    ['a /56', (index: number) => `2001:db8:1:1${(16 + index).toString(16)}::1`],
    ['a /48', (index: number) => `2001:db8:1:${(4096 * (index % 16)).toString(16)}::${index}`],
    ['a /32', (index: number) => `2001:db8:${index}::1`],
  ])('keeps places for others when %s fills it', async (_name, addressOf) => {
    const flood = Array.from({ length: 40 }, (_, index) => addressOf(index));
    const others = ['2a00:1450::1', '198.51.100.7', '192.0.2.9'];
    const { ran, refused } = await shared(8, [...flood, ...others]);
    expect(ran.slice(0, 4)).toEqual(expect.arrayContaining(others));
    expect(refused).toHaveLength(35);
  });

  it('refuses the newest where every network has one', async () => {
    const { refused } = await shared(2, ['10.1.0.1', '10.2.0.1', '10.3.0.1']);
    expect(refused).toEqual(['10.3.0.1']);
  });

  it('runs or refuses every task, and runs as many as have places', async () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.constantFrom('10.0.0.1', '10.0.0.2', '2001:db8::1'));
    const some = fc.array(address, { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(some, fc.integer({ min: 0, max: 9 }), async (addresses, waiting) => {
        const { ran, refused } = await shared(waiting, addresses);
        expect(ran).toHaveLength(Math.min(waiting, addresses.length));
        expect([...ran, ...refused].sort()).toEqual([...addresses].sort());
      }),
    );
  });

  it('lets whoever leaves go, and goes on with the next', async () => {
    const queue = new FairQueue({ waiting: 2 });
    const { opened, open } = gate();
    const first = queue.run(['a'], () => opened);
    const leaving = new AbortController();
    const left = queue.run(['b'], async () => 'never', leaving.signal);
    leaving.abort(new Error('gone'));
    await expect(left).rejects.toThrow('gone');
    const next = queue.run(['c'], async () => 'fine');
    open();
    await first;
    await expect(next).resolves.toBe('fine');
  });

  it('goes on after a task that fails', async () => {
    const queue = new FairQueue({ waiting: 3 });
    const failed = queue.run(['a'], () => Promise.reject(new Error('broken')));
    const next = queue.run(['a'], async () => 'fine');
    await expect(failed).rejects.toThrow('broken');
    await expect(next).resolves.toBe('fine');
  });
});
