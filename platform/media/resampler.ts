// Chooses the resampler: SoX's where FFmpeg was built with it, FFmpeg's own otherwise.
import { runTool } from './tool';

let filter: Promise<string> | undefined;

async function chooseResampler(): Promise<string> {
  const { printed } = await runTool('ffmpeg', ['-hide_banner', '-buildconf']);
  // soxr returns exactly round(n * to / from) samples; FFmpeg's own may be one off and passes a little less treble.
  return printed.includes('--enable-libsoxr')
    ? 'resampler=soxr:precision=28'
    : 'resampler=swr:filter_size=64:phase_shift=10:cutoff=0.97';
}

/** The FFmpeg filter that brings audio to `rate` Hz; audio that has that rate passes through untouched. */
export async function resampleFilter(rate: number): Promise<string> {
  filter ??= chooseResampler();
  return `aresample=${rate}:${await filter}`;
}
