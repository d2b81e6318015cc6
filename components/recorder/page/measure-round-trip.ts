// Plays the test sound of the calibration and records it through an open input.
import { findRoundTrip, makeTestSignal, type RoundTrip } from '@/audio/recording/round-trip';
import type { CaptureOutput } from '../messages';
import type { Capture } from './capture';

/** -12 dBFS: loud enough for a microphone in a room, and no shock in headphones. */
const LEVEL = 0.25;
/** Until the first burst: the buffers of a device that has just been opened settle in the first second. */
const LEAD_S = 1.5;

interface Recording {
  readonly samples: Float32Array;
  /** The context frame of the first of them. */
  readonly frame: number;
}

/** Records mono until `stopFrame`. */
async function recordUntil(capture: Capture, stopFrame: number): Promise<Recording> {
  const { port1, port2 } = new MessageChannel();
  const parts: Float32Array[] = [];
  const ended = new Promise<void>((resolve) => {
    port1.onmessage = ({ data }: MessageEvent<CaptureOutput>) => {
      if (data.type === 'chunk') parts.push(data.samples);
      else resolve();
    };
  });
  const frame = await capture.start(port2);
  capture.stop(stopFrame);
  await ended;
  port1.close();
  const samples = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    samples.set(part, at);
    at += part.length;
  }
  return { samples, frame };
}

/**
 * Measures how long sound takes from the player to what is recorded. The input must be set to one channel. It is heard:
 * call it when the person has asked for it.
 */
export async function measureRoundTrip(capture: Capture): Promise<RoundTrip> {
  const { context } = capture;
  const rate = context.sampleRate;
  const { samples } = makeTestSignal(rate);
  const buffer = context.createBuffer(1, samples.length, rate);
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  const startFrame = Math.ceil((context.currentTime + LEAD_S) * rate);
  source.connect(new GainNode(context, { gain: LEVEL })).connect(context.destination);
  source.start(startFrame / rate);
  const recording = await recordUntil(capture, startFrame + samples.length);
  source.disconnect();
  return findRoundTrip(recording.samples, startFrame - recording.frame, rate);
}
