// What a render job makes beside a plain mix: a stem alone, clips of other sources, a cover, nothing when cancelled.
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dbToGain, gainToDb } from '@/audio/units';
import { DEFAULT_MIX, DEFAULT_STRIP } from '@/document/schema';
import type { RenderMixInput } from '@/platform/jobs/render-mix';
import { runTool } from '@/platform/media/tool';
import { coverKey, mixKey } from '@/platform/storage/keys';
import { inputFor, LENGTH, RenderJobs } from './testing/render-jobs';
import { decodeStereo, difference } from './testing/render-specs';

let jobs: RenderJobs;
beforeAll(async () => {
  jobs = await RenderJobs.open();
});
afterAll(() => jobs.close());

describe('renderMixProcessor', () => {
  it('renders a clip that names another source as that source sounds there', async () => {
    const shape = { start: 700, length: LENGTH - 1_400, fadeIn: 100, fadeOut: 200 };
    const clip = { ...shape, sourceStart: 500 };
    const mixOf = (strips: RenderMixInput['mix']['strips']) => ({ ...DEFAULT_MIX, strips });
    const muted = { ...DEFAULT_STRIP, mute: true };
    const named = { ...DEFAULT_STRIP, clips: [{ ...clip, source: 'vocals' }] };
    const { stems } = inputFor('x', {});
    const own = { vocals: { ...DEFAULT_STRIP, clips: [clip] }, drums: muted, bass: muted };
    const other = { vocals: muted, drums: named, bass: muted };
    await jobs.run(inputFor('own', {}, { mix: mixOf(own) }));
    await jobs.run(inputFor('other', {}, { mix: mixOf(other), sources: stems }));
    const [expected, rendered] = await Promise.all(
      ['own', 'other'].map((id) =>
        jobs.storage.withLocalFile(mixKey(id, 'wav'), (file) => decodeStereo(file)),
      ),
    );
    expect(gainToDb(difference(rendered![0]!, expected![0]!))).toBeLessThan(-130);
    expect(Math.max(...expected![0]!)).toBeGreaterThan(0.2);
  });

  it('stores one stem as a file of its own, also a muted one', async () => {
    const result = await jobs.run(inputFor('one', { stems: ['bass'], format: 'flac' }));
    const [left] = await jobs.storage.withLocalFile(mixKey('one', 'flac'), (file) => decodeStereo(file));
    const expected = Float32Array.from(left!, (_, i) => 0.3 * dbToGain(-3) * Math.sin(i / 13));
    expect(gainToDb(difference(left!, expected))).toBeLessThan(-120);
    expect(result).toMatchObject({
      files: [{ stem: 'bass', name: 'Drums.flac' }],
      durationS: LENGTH / 44_100,
    });
    expect(result.integratedLufs).toBeLessThan(-10);
  });

  it.each(['mp3', 'flac'] as const)('writes cover and metadata into %s', async (format) => {
    const image = path.join(jobs.root, 'cover.jpg');
    const draw = ['-v', 'error', '-y', '-f', 'lavfi', '-i', 'color=red:s=64x48', '-frames:v', '1', image];
    await runTool('ffmpeg', draw);
    await jobs.storage.putFile(coverKey('p'), image);
    await jobs.run(inputFor('covered', { format }, { cover: { projectId: 'p', kind: 'jpeg' } }));
    const show = ['-show_entries', 'stream=codec_type,width,height:format_tags', '-of', 'json'];
    const { printed } = await jobs.storage.withLocalFile(mixKey('covered', format), (file) =>
      runTool('ffprobe', ['-v', 'error', ...show, file]),
    );
    const { streams, format: read } = JSON.parse(printed);
    expect(streams).toMatchObject([{ codec_type: 'audio' }, { codec_type: 'video', width: 64, height: 48 }]);
    const tags = Object.fromEntries(
      Object.entries(read.tags).map(([key, value]) => [key.toLowerCase(), value]),
    );
    expect(tags).toMatchObject({ title: 'A song', artist: 'Ana', album: 'Demos' });
  });

  it('leaves nothing in the storage when it is cancelled, not even at the last moment', async () => {
    for (const [stage, stems] of [
      ['mixing', ['vocals', 'drums']],
      ['encoding', null],
      ['storing', null],
    ] as const) {
      const controller = new AbortController();
      const input = inputFor(`off-${stage}`, {
        format: 'flac',
        sampleRate: 48_000,
        stems: stems && [...stems],
      });
      const rendering = jobs.run(
        input,
        controller.signal,
        (now) => now === stage && controller.abort(new Error(stage)),
      );
      await expect(rendering).rejects.toThrow(stage);
    }
    const stored = await jobs.storage.list('mixes');
    expect(stored.filter((key) => key.includes('off-'))).toEqual([]);
  });
});
