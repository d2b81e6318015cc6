// Chromium's own memory counters, read through its tracing (memory-infra).
import type { Browser, CDPSession } from '@playwright/test';
import { z } from 'zod';

export interface PageMemory {
  /** Everything that typed arrays hold, decoded audio above all. */
  readonly arrayBufferBytes: number;
  /** What the page's process has for itself. */
  readonly privateBytes: number;
}

const ARRAY_BUFFERS = 'partition_alloc/partitions/array_buffer';

const hex = z.string().transform((digits) => Number.parseInt(digits, 16));

const dumpSchema = z.object({
  ph: z.literal('v'),
  pid: z.number(),
  args: z.object({
    dumps: z.object({
      allocators: z
        .object({
          [ARRAY_BUFFERS]: z.object({ attrs: z.object({ size: z.object({ value: hex }) }) }).optional(),
        })
        .optional(),
      process_totals: z.object({ private_footprint_bytes: hex }).optional(),
    }),
  }),
});
type Dump = z.infer<typeof dumpSchema>;

function sizeIn(dump: Dump): number {
  return dump.args.dumps.allocators?.[ARRAY_BUFFERS]?.attrs.size.value ?? 0;
}

/** Takes one dump of all processes of `browser`, and returns that of the one with the most audio: the page's. */
export async function measureMemory(browser: Browser): Promise<PageMemory> {
  const session = await browser.newBrowserCDPSession();
  try {
    const dumps = await traceDump(session);
    const page = dumps.reduce((most, dump) => (sizeIn(dump) > sizeIn(most) ? dump : most));
    const totals = dumps.find((dump) => dump.pid === page.pid && dump.args.dumps.process_totals);
    return {
      arrayBufferBytes: sizeIn(page),
      privateBytes: totals?.args.dumps.process_totals?.private_footprint_bytes ?? 0,
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
