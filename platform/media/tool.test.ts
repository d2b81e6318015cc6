// Child processes: they end when they are asked to, and report why they failed.
import { describe, expect, it } from 'vitest';
import { runTool, startTool, ToolTimeoutError } from './tool';

/** A decoder that never ends by itself. */
const ENDLESS = ['-v', 'error', '-f', 'lavfi', '-i', 'anullsrc', '-f', 'null', '-'];

describe('startTool', () => {
  it('kills a child that takes too long, is aborted or is no longer wanted', async () => {
    await expect(runTool('ffmpeg', ENDLESS, { timeoutMs: 100 })).rejects.toThrow(ToolTimeoutError);
    const controller = new AbortController();
    const aborted = runTool('ffmpeg', ENDLESS, { signal: controller.signal });
    controller.abort(new Error('enough'));
    await expect(aborted).rejects.toThrow('enough');
    const child = startTool('ffmpeg', ENDLESS);
    child.stdout.resume();
    child.kill();
    expect(await child.ended).toMatchObject({ exitCode: null });
  });

  it('kills a child that takes more processor time than it may', async () => {
    const { exitCode } = await runTool('ffmpeg', ENDLESS, { cpuS: 1, timeoutMs: 120_000 });
    expect(exitCode).toBeNull();
  }, 130_000);

  it('does not start for a signal that is aborted already', () => {
    expect(() => startTool('ffmpeg', ENDLESS, { signal: AbortSignal.abort(new Error('late')) })).toThrow(
      'late',
    );
  });

  it('keeps the end of the error output of the tool', async () => {
    const { exitCode, stderrTail, printed } = await runTool('ffprobe', ['/no/such/file']);
    expect(exitCode).not.toBe(0);
    expect(printed).toBe('');
    expect(stderrTail).toContain('No such file');
  });
});
