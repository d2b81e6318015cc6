// What answers a request: Next, or something in front of it.
import type { IncomingMessage, ServerResponse } from 'node:http';

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;
