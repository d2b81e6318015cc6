// Runs a program and measures it with everything it starts: wall time, processor time and peak memory (Linux).
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

export interface MeasuredRun {
  readonly wallS: number;
  /** Processor time of all threads of all processes; more meaningful than wall time on a busy machine. */
  readonly cpuS: number;
  /**
   * The largest sum, over the processes alive at one time, of the most memory each had had by then, in MiB: never less
   * than the true peak of processes that live for longer than a look at them.
   */
  readonly peakMb: number;
  readonly stdout: string;
}

interface ProcessState {
  readonly parent: number;
  readonly peakKb: number;
  readonly cpuS: number;
}

function readProcess(pid: number): ProcessState | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
    // After the name in parentheses: user and system time are the 12th and 13th, in hundredths.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    const cpuS = (Number(stat[11]) + Number(stat[12])) / 100;
    return { parent: field('PPid'), peakKb: field('VmHWM'), cpuS };
  } catch {
    // It ended between the listing and the reading.
    return null;
  }
}

/** The processes that descend from `root`, itself included. */
function descendants(root: number): Map<number, ProcessState> {
  const all = new Map<number, ProcessState>();
  for (const name of readdirSync('/proc')) {
    const state = /^\d+$/.test(name) ? readProcess(Number(name)) : null;
    if (state) all.set(Number(name), state);
  }
  const belongs = (pid: number): boolean => pid === root || (all.has(pid) && belongs(all.get(pid)!.parent));
  return new Map([...all].filter(([pid]) => belongs(pid)));
}

/**
 * Runs `command` to its end.
 * @throws Error with what it printed on stderr when it fails
 */
export function measureRun(command: string, args: readonly string[]): Promise<MeasuredRun> {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const seen = new Map<number, ProcessState>();
  let peakKb = 0;
  const watch = setInterval(() => {
    let aliveKb = 0;
    for (const [pid, state] of descendants(child.pid!)) {
      // A zombie has no memory left, and its last figures are known.
      if (state.peakKb === 0) continue;
      seen.set(pid, state);
      aliveKb += state.peakKb;
    }
    peakKb = Math.max(peakKb, aliveKb);
  }, 100);
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => {
    stdout += data.toString();
  });
  child.stderr.on('data', (data: Buffer) => {
    stderr += data.toString();
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => {
      clearInterval(watch);
      const cpuS = [...seen.values()].reduce((sum, state) => sum + state.cpuS, 0);
      const peakMb = peakKb / 1024;
      const wallS = (performance.now() - began) / 1000;
      if (code === 0) resolve({ wallS, cpuS, peakMb, stdout });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${stderr}`));
    });
  });
}
