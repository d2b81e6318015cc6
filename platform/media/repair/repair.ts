// Looks for damage in a file, and for streams that begin anew in it, before FFmpeg decodes it.
import { open } from 'node:fs/promises';
import { contentStart, type Demuxer } from '../sniff';
import { scanFlac } from './flac-scan';
import { ADTS, MPEG_AUDIO } from './frame-formats';
import { scanFrames } from './frame-scan';
import { repairMatroskaFlac } from './matroska-flac';
import { repairFragments } from './mp4-fragments';
import { lastFragmentS, mp4Length } from './mp4-length';
import { readOggChain } from './ogg-chain';
import { AS_IT_IS, type RepairedFile } from './repaired-file';
import { repairWave } from './wave-scan';

/**
 * How the file at `path` is to be fed to FFmpeg so that nothing of it is lost and everything stays in its place.
 * @param sampleRate of its audio
 */
export async function repairFile(path: string, demuxer: Demuxer, sampleRate: number): Promise<RepairedFile> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    if (demuxer === 'ogg') return await readOggChain(file, size);
    if (demuxer === 'flac') return await scanFlac(file, size, await contentStart(file));
    if (demuxer === 'mp3') return await scanFrames(file, size, await contentStart(file), MPEG_AUDIO);
    if (demuxer === 'aac') return await scanFrames(file, size, await contentStart(file), ADTS);
    if (demuxer === 'wav' || demuxer === 'w64') return await repairWave(file, size);
    if (demuxer === 'matroska') return await repairMatroskaFlac(file, size);
    if (demuxer !== 'mov') return AS_IT_IS;
    const samples = await mp4Length(file, size, sampleRate);
    if (samples === null) {
      const repaired = await repairFragments(file, size);
      const statedS = await lastFragmentS(file, size);
      return { ...repaired, statedS: Math.max(statedS ?? 0, repaired.statedS ?? 0) };
    }
    return { ...AS_IT_IS, statedS: samples / sampleRate, end: { samples, by: 'time' } };
  } finally {
    await file.close();
  }
}
