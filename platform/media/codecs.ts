// Which decoders FFmpeg may use on files that people send: audio alone, or the picture of a cover alone.
import { runTool } from './tool';

/**
 * The decoders of music and speech. Without this list FFmpeg decodes every embedded picture and video frame
 * of a file just to describe it: an MP3 of 10 MB can contain gigabytes of pixels.
 */
const AUDIO_DECODERS = [
  'aac',
  'aac_fixed',
  'aac_latm',
  'ac3',
  'eac3',
  'dca',
  'mlp',
  'truehd',
  'alac',
  'als',
  'ape',
  'flac',
  'mp1',
  'mp1float',
  'mp2',
  'mp2float',
  'mp3',
  'mp3float',
  'mp3adu',
  'mp3adufloat',
  'mp3on4',
  'mp3on4float',
  'opus',
  'libopus',
  'vorbis',
  'libvorbis',
  'speex',
  'libspeex',
  'wavpack',
  'tta',
  'tak',
  'shorten',
  'wmav1',
  'wmav2',
  'wmapro',
  'wmalossless',
  'wmavoice',
  'atrac1',
  'atrac3',
  'atrac3plus',
  'truespeech',
  'amrnb',
  'amrwb',
  'libopencore_amrnb',
  'libopencore_amrwb',
  'gsm',
  'libgsm',
  'gsm_ms',
  'libgsm_ms',
  'ilbc',
  'qcelp',
  'evrc',
  'g722',
  'g723_1',
  'g726',
  'g726le',
  'g729',
  'mace3',
  'mace6',
  'qdm2',
  'qdmc',
  'adpcm_ima_wav',
  'adpcm_ima_qt',
  'adpcm_ms',
  'adpcm_yamaha',
  'adpcm_swf',
  'nellymoser',
  'dsd_lsbf',
  'dsd_msbf',
  'dsd_lsbf_planar',
  'dsd_msbf_planar',
  '8svx_exp',
  '8svx_fib',
  'sonic',
  'dolby_e',
  's302m',
  'pcm_alaw',
  'pcm_mulaw',
  'pcm_vidc',
  'pcm_s8',
  'pcm_s8_planar',
  'pcm_u8',
  'pcm_bluray',
  'pcm_dvd',
  'pcm_s16le',
  'pcm_s16be',
  'pcm_s16le_planar',
  'pcm_s16be_planar',
  'pcm_u16le',
  'pcm_u16be',
  'pcm_s24le',
  'pcm_s24be',
  'pcm_s24le_planar',
  'pcm_u24le',
  'pcm_u24be',
  'pcm_s24daud',
  'pcm_f24le',
  'pcm_s32le',
  'pcm_s32be',
  'pcm_s32le_planar',
  'pcm_u32le',
  'pcm_u32be',
  'pcm_s64le',
  'pcm_s64be',
  'pcm_f16le',
  'pcm_f32le',
  'pcm_f32be',
  'pcm_f64le',
  'pcm_f64be',
].join(',');

/** How much of a file is analysed, and how many streams it may have. */
const ANALYSIS_LIMITS = ['-probesize', '5M', '-analyzeduration', '5M', '-max_streams', '256'];

/** For FFmpeg: only audio is decoded, pictures, subtitles and data are not even read. */
export const AUDIO_ALONE: readonly string[] = [
  '-codec_whitelist',
  AUDIO_DECODERS,
  ...ANALYSIS_LIMITS,
  '-vn',
  '-sn',
  '-dn',
];

/** Only a picture of this kind is decoded. */
export const pictureAlone = (kind: 'jpeg' | 'png'): readonly string[] => [
  '-codec_whitelist',
  kind === 'png' ? 'png' : 'mjpeg',
  '-max_streams',
  '1',
];

let others: Promise<readonly string[]> | undefined;

/** The names of this FFmpeg's decoders of pictures and subtitles, per stream kind. */
async function findOtherDecoders(): Promise<readonly string[]> {
  const { printed } = await runTool('ffprobe', ['-v', 'quiet', '-decoders']);
  const namesOf = (kind: 'V' | 'S') =>
    [...printed.matchAll(new RegExp(`^ ${kind}\\S{5} (\\w+)`, 'gm'))].map(([, name]) => name).join(',');
  return ['-codec_whitelist:v', namesOf('V') || 'none', '-codec_whitelist:s', namesOf('S') || 'none'];
}

/**
 * For ffprobe: only audio is decoded. After reading the headers ffprobe opens a decoder for every stream and gives up
 * when one is not allowed, so the others are named per kind of stream: those are opened and get nothing to decode.
 */
export async function audioHeadersAlone(): Promise<readonly string[]> {
  others ??= findOtherDecoders().catch((error: unknown) => {
    others = undefined;
    throw error;
  });
  return ['-codec_whitelist', AUDIO_DECODERS, ...(await others), ...ANALYSIS_LIMITS];
}
