// A sound card for headless Chromium: PulseAudio in user space, whose microphone hears what its loudspeaker plays.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SoundCard {
  /** What a browser needs in its environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  /** What browsers need that play to one side of it each. */
  readonly sides: { readonly left: SoundCard['env']; readonly right: SoundCard['env'] };
  /** Records what it plays, in stereo at RECORDED_RATE, until the function returned is called. */
  record(): () => Promise<readonly [Float32Array, Float32Array]>;
  close(): void;
}

export const RECORDED_RATE = 44_100;

const RATE = 48_000;

/** Whether PulseAudio is installed. */
function isInstalled(): boolean {
  try {
    execFileSync('pulseaudio', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function recordMonitor(env: NodeJS.ProcessEnv): () => Promise<readonly [Float32Array, Float32Array]> {
  const format = ['--format=float32le', `--rate=${RECORDED_RATE}`, '--channels=2', '--latency-msec=20'];
  const recorder = spawn('parec', ['-d', 'loop.monitor', ...format], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const parts: Buffer[] = [];
  recorder.stdout.on('data', (part: Buffer) => parts.push(part));
  return async () => {
    recorder.kill();
    await once(recorder, 'close');
    const bytes = Buffer.concat(parts);
    const frames = Math.floor(bytes.length / 8);
    const channel = (offset: number) =>
      Float32Array.from({ length: frames }, (_, frame) => bytes.readFloatLE(8 * frame + offset));
    return [channel(0), channel(4)];
  };
}

/** Starts it; null where PulseAudio is not installed. */
export async function openSoundCard(): Promise<SoundCard | null> {
  if (!isInstalled()) return null;
  const folder = mkdtempSync(path.join(tmpdir(), 'isomix-sound-'));
  const socket = path.join(folder, 'native');
  const env = { XDG_RUNTIME_DIR: folder, PULSE_SERVER: `unix:${socket}` };
  const options = { env: { ...process.env, ...env, HOME: folder } };
  const modules = [`module-native-protocol-unix socket=${socket} auth-anonymous=1`];
  modules.push(`module-null-sink sink_name=loop rate=${RATE}`, 'module-always-sink');
  const args = ['--daemonize=no', '--exit-idle-time=-1', '-n', ...modules.flatMap((each) => ['-L', each])];
  const daemon = spawn('pulseaudio', args, { ...options, stdio: 'ignore' });
  const control = (...command: string[]) => execFileSync('pactl', command, { ...options, stdio: 'ignore' });
  for (let tries = 0; ; tries++) {
    await new Promise((resolve) => setTimeout(resolve, 250));
    try {
      // Chromium offers no monitor of an output as an input; a source made of one it does.
      control('load-module', 'module-remap-source', 'master=loop.monitor', 'source_name=mic');
      break;
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
  control('set-default-source', 'mic');
  for (const side of ['left', 'right']) {
    const place = [`channels=1`, 'channel_map=mono', `master_channel_map=front-${side}`, 'remix=no'];
    control('load-module', 'module-remap-sink', `sink_name=${side}`, 'master=loop', ...place);
  }
  control('set-default-sink', 'loop');
  return {
    env,
    sides: { left: { ...env, PULSE_SINK: 'left' }, right: { ...env, PULSE_SINK: 'right' } },
    record: () => recordMonitor(options.env),
    close() {
      daemon.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
