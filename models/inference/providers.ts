// Finds out what can run a network on this machine: a provider counts only when it has really computed something.
import ort from 'onnxruntime-node';

/** Fastest first. */
export const PROVIDERS = ['cuda', 'webgpu', 'cpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** An ONNX graph that adds a vector of four numbers to itself: `y = x + x`. */
const PROBE_GRAPH = Buffer.from(
  'CAg6OQoOCgF4CgF4EgF5IgNBZGQSBXByb2JlWg8KAXgSCgoICAESBAoCCARiDwoBeRIKCggIARIECgIIBEICEA0=',
  'base64',
);

async function compute(provider: Provider): Promise<boolean> {
  const session = await ort.InferenceSession.create(PROBE_GRAPH, {
    executionProviders: [provider],
    logSeverityLevel: 4,
  });
  const { y } = await session.run({ x: new ort.Tensor('float32', Float32Array.of(1, 2, 3, 4), [4]) });
  await session.release();
  return y?.data[3] === 8;
}

/** The runtime begins some error messages with the place in its source and the condition that failed. */
const SOURCE_PLACE = /^\/\S+:\d+ .* was false\. /;

/** The first line of a provider's error message. */
export const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n')[0]!.replace(SOURCE_PLACE, '').trim();

/**
 * Tries a provider on a tiny graph. One that the runtime was built without is not even tried, because its name
 * alone makes the runtime refuse a session.
 * @returns null when it works, else why it does not
 */
export async function findProviderProblem(provider: Provider): Promise<string | null> {
  const built = ort.listSupportedBackends().some((backend) => backend.name === provider);
  if (!built) return 'the runtime was built without it';
  try {
    return (await compute(provider)) ? null : 'it computes wrong results';
  } catch (error) {
    return messageOf(error);
  }
}
