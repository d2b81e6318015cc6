// Takes audio out of a page: interleaved, as text, which Playwright carries quickest.

/** Interleaved samples of `channels` as base64. */
export async function base64Of(channels: readonly Float32Array[]): Promise<string> {
  const frames = channels[0]!.length;
  const interleaved = new Float32Array(frames * channels.length);
  for (const [side, channel] of channels.entries()) {
    for (let i = 0; i < frames; i++) interleaved[i * channels.length + side] = channel[i]!;
  }
  const url = await new Promise<string>((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.readAsDataURL(new Blob([interleaved]));
  });
  return url.slice(url.indexOf(',') + 1);
}

/** Both channels of what `base64Of` gave. */
export function stereoOf(base64: string): readonly [Float32Array, Float32Array] {
  const bytes = Buffer.from(base64, 'base64');
  const interleaved = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const side = (at: number) =>
    Float32Array.from({ length: interleaved.length / 2 }, (_, i) => interleaved[2 * i + at]!);
  return [side(0), side(1)];
}
