// Chromium's own memory counters, read through its tracing (memory-infra).
import type { Browser, CDPSession } from '@playwright/test';
import { z } from 'zod';

export interface PageMemory {
  /** The memory of all typed arrays, mostly decoded audio. */
  readonly arrayBufferBytes: number;
  /** The private memory of the page's process, without the response bodies that developer tools retain. */
  readonly privateBytes: number;
}

const ARRAY_BUFFERS = 'partition_alloc/partitions/array_buffer';
/** Playwright turns the developer tools' network panel on, which keeps up to 200 MB of what was fetched in here. */
const RESPONSE_BODIES = 'partition_alloc/partitions/buffer';

const hex = z.string().transform((digits) => Number.parseInt(digits, 16));

const sized = z.object({ attrs: z.object({ size: z.object({ value: hex }) }) }).optional();

const dumpSchema = z.object({
  ph: z.literal('v'),
  pid: z.number(),
  args: z.object({
    dumps: z.object({
      allocators: z.object({ [ARRAY_BUFFERS]: sized, [RESPONSE_BODIES]: sized }).optional(),
      process_totals: z.object({ private_footprint_bytes: hex }).optional(),
    }),
  }),
});
type Dump = z.infer<typeof dumpSchema>;

type Allocator = typeof ARRAY_BUFFERS | typeof RESPONSE_BODIES;

function sizeIn(dump: Dump, allocator: Allocator): number {
  return dump.args.dumps.allocators?.[allocator]?.attrs.size.value ?? 0;
}

/** Takes one dump of all processes of `browser`, and returns that of the one with the most audio: the page's. */
export async function measureMemory(browser: Browser): Promise<PageMemory> {
  const session = await browser.newBrowserCDPSession();
  try {
    const dumps = await traceDump(session);
    const page = dumps.reduce((most, dump) =>
      sizeIn(dump, ARRAY_BUFFERS) > sizeIn(most, ARRAY_BUFFERS) ? dump : most,
    );
    const totals = dumps.find((dump) => dump.pid === page.pid && dump.args.dumps.process_totals);
    return {
      arrayBufferBytes: sizeIn(page, ARRAY_BUFFERS),
      privateBytes:
        (totals?.args.dumps.process_totals?.private_footprint_bytes ?? 0) - sizeIn(page, RESPONSE_BODIES),
    };
  } finally {
    await session.detach();
  }
}

async function traceDump(session: CDPSession): Promise<Dump[]> {
  const dumps: Dump[] = [];
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const event of value) {
      const parsed = dumpSchema.safeParse(event);
      if (parsed.success) dumps.push(parsed.data);
    }
  });
  const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['disabled-by-default-memory-infra'],
      excludedCategories: ['*'],
    },
  });
  await session.send('Tracing.requestMemoryDump', { levelOfDetail: 'detailed' });
  await session.send('Tracing.end');
  await complete;
  if (dumps.length === 0) throw new Error('Chromium gave no memory dump.');
  return dumps;
}
