// The attacker of the storm benchmark, a process of its own: clients that repeat one request without a pause.
import { z } from 'zod';

const stormSchema = z.object({
  url: z.string(),
  method: z.string(),
  tokens: z.array(z.string()).min(1),
  clients: z.number().int(),
  seconds: z.number(),
  /** Sent as JSON; a request without it has no body */
  body: z.unknown().optional(),
  /** Sent as a form instead: the contents of one file, by name */
  file: z.object({ name: z.string(), text: z.string() }).optional(),
});
export type Storm = z.infer<typeof stormSchema>;

function bodyOf({ body, file }: Storm): { body?: FormData | string; headers?: Record<string, string> } {
  if (file) {
    const form = new FormData();
    form.set('file', new Blob([file.text]), file.name);
    return { body: form };
  }
  if (body === undefined) return {};
  return { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
}

async function repeat(storm: Storm, token: string, until: number, counts: Map<number, number>) {
  while (performance.now() < until) {
    const { body, headers } = bodyOf(storm);
    const init = { method: storm.method, body, headers: { ...headers, authorization: `Bearer ${token}` } };
    const answer = await fetch(storm.url, init);
    await answer.arrayBuffer();
    counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
  }
}

const storm = stormSchema.parse(JSON.parse(process.argv[2] ?? ''));
const counts = new Map<number, number>();
const until = performance.now() + storm.seconds * 1000;
const clients = Array.from({ length: storm.clients }, (_, index) =>
  repeat(storm, storm.tokens[index % storm.tokens.length] ?? '', until, counts),
);
await Promise.all(clients);
console.log([...counts].map(([status, count]) => `${status}: ${count}`).join(', '));
