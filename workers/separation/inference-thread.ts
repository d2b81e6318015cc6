// The engine's inference thread, an entry of its own so that it loads nothing but the runtime.
import { parentPort, workerData } from 'node:worker_threads';
import { serveInference } from '@/models/inference/serve-thread';
import type { InferenceThreadData } from '@/models/inference/thread-protocol';

if (!parentPort) throw new Error('This is a thread of the separation engine.');
await serveInference(parentPort, workerData as InferenceThreadData);
