// The filters that turn whatever channels a file has, and changes to, into mono or stereo.

/** What FFmpeg's standard matrix understands of files whose channels have no places, or none that make sense. */
const UNLABELLED: readonly string[] = ['', 'mono', 'stereo', '3.0', '4.0', '5.0', '5.1', '6.1', '7.1'];

/** FFmpeg's names of layouts without a name of their own, such as `2 channels (FL+LFE)`. */
const NAMELESS = /^\d+ channels/;

/** Gives channels in strange places the usual ones: one channel is mono and two are stereo, whatever a mask says. */
function relabel(channels: number, layout: string | null): string[] {
  const usual = UNLABELLED[channels];
  if (!usual || layout === usual) return [];
  if (channels > 2 && layout !== null && !NAMELESS.test(layout)) return [];
  const order = Array.from({ length: channels }, (_, i) => i).join('|');
  return [`channelmap=map=${order}:channel_layout=${usual}`];
}

/**
 * The filters, which stay valid when the number of channels changes in the middle of a file: FFmpeg sets up
 * the same ones again for what follows.
 * @param channels what the file begins with, and `layout` FFmpeg's name of their places
 */
export function channelFilters(channels: number, layout: string | null, to: 1 | 2): string[] {
  const places = relabel(channels, layout);
  if (to === 1) return [...places, 'aresample=ochl=mono', 'aformat=sample_fmts=fltp'];
  return [
    ...places,
    // FFmpeg's own way from mono to stereo takes 3 dB off. Raised by as much in double precision it comes out exactly.
    'aformat=sample_fmts=dblp',
    "volume=volume='if(eq(nb_channels,1),sqrt(2),1)':precision=double",
    'aresample=ochl=stereo:osf=dblp',
    'aformat=sample_fmts=fltp',
  ];
}
