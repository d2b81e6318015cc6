// Sounds of any kind that an uploaded file may hold, made at random, the same for the same seed.

export interface RandomSound {
  /** What it is, for the message of a failed test. */
  readonly name: string;
  readonly channels: number;
  readonly samples: Float64Array;
}

/** Random choices from a seed (mulberry32). */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = Math.imul(seed, 0x9e37_79b1) | 0;
  }

  /** From 0 up to 1. */
  next(): number {
    this.#state = (this.#state + 0x6d2b_79f5) | 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** Between two positive numbers, evenly on a logarithmic scale. */
  scale(low: number, high: number): number {
    return low * (high / low) ** this.next();
  }

  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  of<T>(choices: readonly T[]): T {
    const chosen = choices[Math.floor(this.next() * choices.length)];
    if (chosen === undefined) throw new Error('Nothing to choose from.');
    return chosen;
  }
}

type Wave = (frame: number) => number;
type Maker = (chance: Chance, frames: number) => Wave;

const tone =
  (hz: number, phase = 0): Wave =>
  (n) =>
    Math.sin(phase + (2 * Math.PI * hz * n) / 44_100);
const noise = (chance: Chance): number => 2 * chance.next() - 1;

/** The level of a sound, from full scale down to the last bit of 16. */
const level = (chance: Chance): number =>
  chance.next() < 0.3
    ? chance.of([1, 0.999, 0.5, 0.25, 1 / 32_768, 2 / 32_768, 1 / 128])
    : chance.scale(2e-5, 1);

const chord: Maker = (chance) => {
  const tones = Array.from({ length: chance.whole(2, 5) }, () =>
    tone(chance.scale(40, 4_000), chance.between(0, 6)),
  );
  return (n) => tones.reduce((sum, wave) => sum + wave(n), 0) / tones.length;
};

const music: Maker = (chance, frames) => {
  const [harmony, bass] = [chord(chance, frames), tone(chance.scale(40, 120))];
  const [beat, decay, hits] = [chance.whole(4_000, 22_050), chance.between(4, 40), chance.between(0, 0.6)];
  return (n) =>
    0.4 * harmony(n) + 0.3 * bass(n) + hits * noise(chance) * Math.exp((-decay * (n % beat)) / beat);
};

const pink: Maker = (chance) => {
  const rows = Array.from({ length: 10 }, () => noise(chance));
  return (n) => {
    for (let i = 0; i < rows.length; i++) if (n % 2 ** i === 0) rows[i] = noise(chance);
    return rows.reduce((sum, row) => sum + row, 0) / 6;
  };
};

const voice: Maker = (chance) => {
  const [period, formant, decay] = [
    chance.whole(100, 500),
    chance.between(400, 2_500),
    chance.between(40, 300),
  ];
  const breath = chance.of([0, 0.003, 0.05]);
  const part = chance.whole(800, 8_000);
  return (n) => {
    if (Math.floor(n / part) % 4 === 3) return 0.0003 * noise(chance);
    if (Math.floor(n / part) % 4 === 2) return 0.2 * noise(chance);
    const s = (n % period) / 44_100;
    return Math.exp(-decay * s) * Math.sin(2 * Math.PI * formant * s) + breath * noise(chance);
  };
};

const square: Maker = (chance) => {
  const [period, share] = [chance.whole(2, 400), chance.of([0.5, 0.5, 0.1, 0.9])];
  return (n) => (n % period < share * period ? 1 : -1);
};

const pattern: Maker = (chance) => {
  const values = Array.from({ length: chance.whole(1, 8) }, () =>
    chance.of([noise(chance), noise(chance), 0, 1, -1]),
  );
  const length = chance.of([1, 1, 1, 2, 3, 100, 700]);
  return (n) => values[Math.floor(n / length) % values.length] ?? 0;
};

const fewValues: Maker = (chance) => {
  const values = Array.from({ length: chance.whole(2, 20) }, () => noise(chance));
  return () => chance.of(values);
};

const clicks: Maker = (chance) => {
  const often = chance.scale(1e-4, 0.2);
  return () => (chance.next() < often ? noise(chance) : 0);
};

const impulses: Maker = (chance) => {
  const period = chance.whole(2, 2_000);
  return (n) => (n % period === 0 ? 1 : 0);
};

const saw: Maker = (chance) => {
  const period = chance.between(2, 800);
  return (n) => 2 * ((n / period) % 1) - 1;
};

const sweep: Maker = (chance, frames) => {
  const [from, to] = [chance.scale(20, 20_000), chance.scale(20, 22_000)];
  return (n) => Math.sin((2 * Math.PI * (from * n + ((to - from) * n * n) / (2 * frames))) / 44_100);
};

const drums: Maker = (chance) => {
  const hit = chance.whole(1_000, 9_000);
  const [pitch, decay] = [chance.between(40, 200), chance.between(8, 40)];
  return (n) => {
    const s = (n % hit) / 44_100;
    const isKick = Math.floor(n / hit) % 2 === 0;
    return Math.exp(-decay * s) * (isKick ? Math.sin(2 * Math.PI * pitch * s) : noise(chance));
  };
};

const SOUNDS: Readonly<Record<string, Maker>> = {
  tone: (chance) =>
    tone(chance.of([chance.scale(20, 22_050), chance.between(18_000, 22_050)]), chance.between(0, 6)),
  chord,
  music,
  pink,
  voice,
  square,
  pattern,
  'few values': fewValues,
  clicks,
  impulses,
  saw,
  sweep,
  drums,
  'uniform noise': (chance) => () => noise(chance),
  'Gaussian noise': (chance) => () => (noise(chance) + noise(chance) + noise(chance)) / 2,
  silence: () => () => 0,
  constant: (chance) => {
    const value = noise(chance);
    return () => value;
  },
};

type Change = (wave: Wave, chance: Chance, frames: number) => Wave;

const CHANGES: Readonly<Record<string, Change>> = {
  offset: (wave, chance) => {
    const [offset, rest] = [chance.between(-0.9, 0.9), chance.scale(0.01, 0.6)];
    return (n) => offset + rest * wave(n);
  },
  clipped: (wave, chance) => {
    const gain = chance.scale(1.5, 100);
    return (n) => Math.max(-1, Math.min(1, gain * wave(n)));
  },
  'fading out': (wave, chance, frames) => {
    const rate = chance.scale(1, 400) / frames;
    return (n) => wave(n) * Math.exp(-n * rate);
  },
  'fading in': (wave, _chance, frames) => (n) => (wave(n) * n) / frames,
  'with pauses': (wave, chance, frames) => {
    const part = chance.whole(200, frames);
    return (n) => (Math.floor(n / part) % 2 === 0 ? wave(n) : 0);
  },
  'of few bits': (wave, chance) => {
    const steps = 2 ** chance.whole(1, 11);
    return (n) => Math.round(steps * wave(n)) / steps;
  },
  'of 16 bits': (wave) => (n) => Math.round(32_767 * wave(n)) / 32_768,
  'at half the rate': (wave) => (n) => wave(n - (n % 2)),
  'under hiss': (wave, chance) => {
    const hiss = chance.scale(1e-5, 0.1);
    return (n) => wave(n) + hiss * noise(chance);
  },
  dithered: (wave, chance) => (n) => wave(n) + (noise(chance) + noise(chance)) / 65_536,
  'very quiet': (wave, chance) => {
    const gain = chance.of([1e-30, 1e-12, 1e-7, 1e-6, 1e-5, 1e-4]);
    return (n) => gain * wave(n);
  },
};

/** One channel: a sound at some level, changed in up to two ways. */
function channelOf(chance: Chance, frames: number): { name: string; wave: Wave } {
  const name = chance.of(Object.keys(SOUNDS));
  const gain = level(chance);
  const sound = SOUNDS[name]?.(chance, frames) ?? (() => 0);
  const base: Wave = (n) => gain * sound(n);
  const changes = Array.from({ length: chance.whole(0, 2) }, () => chance.of(Object.keys(CHANGES)));
  const wave = changes.reduce((from, change) => CHANGES[change]?.(from, chance, frames) ?? from, base);
  return { name: [name, gain.toPrecision(2), ...changes].join(' '), wave };
}

/** How the channels of a file differ. */
const RELATIONS = [
  'independent',
  'independent',
  'equal',
  'inverted',
  'one silent',
  'quieter',
  'late',
] as const;

function rendered(wave: Wave, frames: number): Float64Array {
  return Float64Array.from({ length: frames }, (_, n) => wave(n));
}

/** The channels of one file from those that are made for it. */
function related(chance: Chance, channels: number, frames: number): { name: string; waves: Float64Array[] } {
  const first = channelOf(chance, frames);
  const base = rendered(first.wave, frames);
  if (channels === 1) return { name: first.name, waves: [base] };
  const relation = chance.of(RELATIONS);
  const names = [first.name, relation];
  const silent = chance.whole(0, channels - 1);
  const gain = chance.scale(0.01, 1);
  const late = chance.whole(1, 300);
  const waves = Array.from({ length: channels }, (_, channel) => {
    if (relation === 'one silent') return channel === silent ? new Float64Array(frames) : base;
    if (channel === 0 || relation === 'equal') return base;
    if (relation === 'inverted') return base.map((x) => -x);
    if (relation === 'quieter') return base.map((x) => gain * x);
    if (relation === 'late') return base.map((_x, n) => base[n - late] ?? 0);
    const own = channelOf(chance, frames);
    names.push(own.name);
    return rendered(own.wave, frames);
  });
  return { name: names.join(', '), waves };
}

/** A sound of 10 ms to 1 s in 1, 2 or 6 channels, interleaved. */
export function randomSound(seed: number, longest = 44_100): RandomSound {
  const chance = new Chance(seed);
  const frames = Math.round(chance.scale(441, longest));
  const channels = chance.of([1, 1, 2, 2, 2, 6]);
  const { name, waves } = related(chance, channels, frames);
  const samples = new Float64Array(frames * channels);
  waves.forEach((wave, channel) => {
    for (let n = 0; n < frames; n++) samples[n * channels + channel] = wave[n] ?? 0;
  });
  return { name: `${channels} channels, ${frames} frames: ${name}`, channels, samples };
}
