// Writes ONNX networks small enough for a test: every stem is the mix times a gain of its own.

/** Protocol buffer fields, as far as ONNX needs them here. */
const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
const whole = (field: number, value: number): number[] => [...varint(field * 8), ...varint(value)];
const bytes = (field: number, content: Iterable<number>): number[] => {
  const data = [...content];
  return [...varint(field * 8 + 2), ...varint(data.length), ...data];
};
const text = (field: number, content: string): number[] => bytes(field, Buffer.from(content));

const FLOAT = 1;
const INT64 = 7;

function constant(name: string, type: number, dims: readonly number[], raw: ArrayBuffer): number[] {
  const shape = dims.flatMap((size) => whole(1, size));
  return [...shape, ...whole(2, type), ...text(8, name), ...bytes(9, new Uint8Array(raw))];
}

function tensorInfo(name: string, dims: readonly number[]): number[] {
  const shape = bytes(
    2,
    dims.flatMap((size) => bytes(1, whole(1, size))),
  );
  const tensor = bytes(1, [...whole(1, FLOAT), ...shape]);
  return [...text(1, name), ...bytes(2, tensor)];
}

function node(operator: string, inputs: readonly string[], output: string): number[] {
  return [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(4, operator)];
}

export interface TinyNetwork {
  /** One gain for each stem. */
  readonly gains: readonly number[];
  readonly segmentSamples: number;
  readonly input?: string;
  readonly output?: string;
}

/**
 * A network from a stereo waveform to the stems' waveforms: `mix` [1, 2, segment] to `stems` [1, stems, 2, segment],
 * unless the tensors are called otherwise.
 */
export function tinyNetwork({ gains, segmentSamples, input = 'mix', output = 'stems' }: TinyNetwork): Buffer {
  const graph = [
    ...bytes(1, node('Unsqueeze', [input, 'axes'], 'alone')),
    ...bytes(1, node('Mul', ['alone', 'gains'], output)),
    ...text(2, 'tiny'),
    ...bytes(5, constant('axes', INT64, [1], BigInt64Array.of(1n).buffer)),
    ...bytes(5, constant('gains', FLOAT, [1, gains.length, 1, 1], Float32Array.from(gains).buffer)),
    ...bytes(11, tensorInfo(input, [1, 2, segmentSamples])),
    ...bytes(12, tensorInfo(output, [1, gains.length, 2, segmentSamples])),
  ];
  return Buffer.from([...whole(1, 8), ...bytes(7, graph), ...bytes(8, whole(2, 13))]);
}
