// A sound card for headless Chromium: PulseAudio in user space, whose microphone hears what its loudspeaker plays.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface SoundCard {
  /** What a browser needs in its environment to use it. */
  readonly env: Readonly<Record<string, string>>;
  close(): void;
}

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
  return {
    env,
    close() {
      daemon.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
