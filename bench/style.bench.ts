// Style sounds: what is kept of the music and taken of the colour, for pairs of all kinds, and the speed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { seededRandom } from '@/audio/dither';
import { midOf } from '@/audio/style/channels';
import { buildGrainLibrary } from '@/audio/style/library';
import { measureQuality, type QualityFigures } from '@/audio/style/quality';
import { restyle } from '@/audio/style/synthesis';
import { SAMPLE_RATE } from '@/audio/units';
import { loadStereo, type StereoSound } from '@/workers/style/load-stereo';

const FIXTURES = path.resolve('../shared/fixtures');
const SECONDS = 20;
const LONG_SECONDS = 240;
const TARGETS = { onsetF: 0.8, chroma: 0.75, envelope: 0.9, colour: 0.5, coreS: 12 };
/** A stem, the second from which it plays, and a style sound. */
const PAIRS = [
  ['multitrack/efr-francium-excerpt.other.opus', 30, 'style/ambi_choir.flac'],
  ['multitrack/efr-lithium-excerpt.bass.opus', 30, 'style/bass_woodsy_c.flac'],
  ['multitrack/efr-lithium-excerpt.vocals.opus', 32, 'style/guit_e_fifths.flac'],
  ['multitrack/efr-francium-excerpt.drums.opus', 34, 'style/loop_amen.flac'],
  ['multitrack/efr-lithium-excerpt.drums.opus', 32, 'style/perc_door.flac'],
  ['multitrack/midi-modern-motion.other.opus', 10, 'voice/vocadito_1.flac'],
  ['multitrack/midi-keep-on-rolling.drums.opus', 10, 'voice/librispeech-198-209-0000.ogg'],
  ['multitrack/fof-feelings.guitar.opus', 10, 'style/berklee-outside_churchbells.mp3'],
  ['voice/vocadito_1.flac', 0, 'style/ambi_piano.flac'],
  ['multitrack/mdn-loop.horns.mp3', 20, 'style/berklee-rainstick2.mp3'],
  ['multitrack/midi-blupi003.other.opus', 10, 'style/perc_bell.flac'],
  ['multitrack/midi-blupi003.bass.opus', 10, 'style/loop_garzul.flac'],
  ['multitrack/efr-francium-excerpt.vocals.opus', 30, 'style/ambi_glass_rub.flac'],
  ['multitrack/efr-francium-excerpt.bass.opus', 30, 'style/loop_drone_g_97.flac'],
  ['multitrack/efr-lithium-excerpt.other.opus', 30, 'style/berklee-resonating_harmonics_2.mp3'],
  ['multitrack/fof-chaos-god.guitar.opus', 20, 'style/loop_mika.flac'],
  ['multitrack/midi-blupi003.drums.opus', 12, 'style/glitch_perc3.flac'],
  ['multitrack/midi-keep-on-rolling.other.opus', 20, 'style/guit_harmonics.flac'],
  ['multitrack/midi-keep-on-rolling.bass.opus', 20, 'style/berklee-group_anklung_long_1.mp3'],
  ['multitrack/midi-modern-motion.drums.opus', 20, 'style/loop_industrial.flac'],
  ['multitrack/midi-modern-motion.vocals.opus', 20, 'style/mehackit_robot3.flac'],
  ['multitrack/mdn-loop.clav.mp3', 5, 'style/ambi_soft_buzz.flac'],
  ['multitrack/mdn-loop.drums.mp3', 5, 'style/drum_snare_hard.flac'],
  ['multitrack/mdn-loop.leadguitar.mp3', 10, 'style/misc_crow.flac'],
  ['voice/librispeech-198-209-0000.ogg', 0, 'style/loop_compus.flac'],
  ['multitrack/mdn-loop.bassguitar.mp3', 5, 'style/sn_dolf.flac'],
] as const;

interface Pair {
  readonly name: string;
  readonly stem: StereoSound;
  readonly style: StereoSound;
}

/** Figures of a result, with the distance between stem and style to compare with. */
type Row = QualityFigures & { readonly sourceToStyle: number };

async function* recordedPairs(): AsyncGenerator<Pair> {
  for (const [stemFile, from, styleFile] of PAIRS) {
    const whole = await loadStereo(path.join(FIXTURES, stemFile));
    const length = SECONDS * SAMPLE_RATE;
    const start = Math.max(0, Math.min(from * SAMPLE_RATE, whole[0].length - length));
    const stem = [whole[0].slice(start, start + length), whole[1].slice(start, start + length)] as const;
    const name = `${path.parse(stemFile).name} / ${path.parse(styleFile).name}`;
    yield { name, stem, style: await loadStereo(path.join(FIXTURES, styleFile)) };
  }
}

/** A plucked line and a breathing noise: for machines without recordings. */
function generatedPair(): Pair {
  const random = seededRandom(1);
  const line = Float32Array.from({ length: SECONDS * SAMPLE_RATE }, (_, i) => {
    const t = (i / SAMPLE_RATE) % 0.5;
    const hz = 220 * 2 ** (((Math.floor((2 * i) / SAMPLE_RATE) * 7) % 12) / 12);
    return 0.4 * Math.exp(-4 * t) * (Math.sin(2 * Math.PI * hz * t) + 0.4 * Math.sin(4 * Math.PI * hz * t));
  });
  const breath = Float32Array.from(
    { length: 3 * SAMPLE_RATE },
    (_, i) => 0.3 * (random() - 0.5) * (1 + Math.sin(i / 9000)),
  );
  return { name: 'generated line / noise', stem: [line, line], style: [breath, breath] };
}

async function measurePair({ stem, style }: Pair, mode: 'classic' | 'mosaic'): Promise<Row> {
  const { left, right } = await restyle(stem[0], stem[1], await buildGrainLibrary(...style, SAMPLE_RATE), {
    mode,
  });
  const [source, styleMid] = [await midOf(...stem), await midOf(...style)];
  const figures = await measureQuality(source, await midOf(left, right), styleMid, SAMPLE_RATE);
  const own = await measureQuality(source, source, styleMid, SAMPLE_RATE);
  return { ...figures, sourceToStyle: own.mfccToStyle };
}

function print(name: string, mode: string, row: Row): void {
  const shares = [row.onsetF, row.chroma, row.envelope].map((value) => value.toFixed(2).padStart(6)).join('');
  const distances = [row.mfccToStyle, row.mfccToSource, row.sourceToStyle].map((value) =>
    value.toFixed(1).padStart(7),
  );
  console.log(`${mode.padEnd(8)}${shares}${distances.join('')}  ${name}`);
}

function meanOf(rows: readonly Row[]): Row {
  const mean = (pick: (row: Row) => number) => rows.reduce((sum, row) => sum + pick(row), 0) / rows.length;
  return {
    onsetF: mean((row) => row.onsetF),
    chroma: mean((row) => row.chroma),
    envelope: mean((row) => row.envelope),
    mfccToStyle: mean((row) => row.mfccToStyle),
    mfccToSource: mean((row) => row.mfccToSource),
    sourceToStyle: mean((row) => row.sourceToStyle),
  };
}

/** Seconds of one core for a stem of four minutes, made by repeating the pair's. */
async function measureSpeed({ stem, style }: Pair): Promise<number> {
  const long = stem.map((side) =>
    Float32Array.from({ length: LONG_SECONDS * SAMPLE_RATE }, (_, i) => side[i % side.length]!),
  );
  const library = await buildGrainLibrary(...style, SAMPLE_RATE);
  const began = process.cpuUsage();
  await restyle(long[0]!, long[1]!, library);
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1e6;
}

const recorded = existsSync(FIXTURES);
if (!recorded) console.log('No recordings are at hand: measuring with a generated pair.');
const rows: Record<'classic' | 'mosaic', Row[]> = { classic: [], mosaic: [] };
let coreS: number | null = null;
console.log('mode     onset chroma  env  to style, to source, source to style');
for await (const pair of recorded ? recordedPairs() : [generatedPair()]) {
  // First of all, as in a process that was started for it.
  coreS ??= await measureSpeed(pair);
  for (const mode of ['classic', 'mosaic'] as const) {
    const row = await measurePair(pair, mode);
    rows[mode].push(row);
    print(pair.name, mode, row);
  }
}
for (const mode of ['classic', 'mosaic'] as const) print('mean', mode, meanOf(rows[mode]));
console.log(`a stem of ${LONG_SECONDS} s: ${coreS!.toFixed(1)} s of one core (target <= ${TARGETS.coreS})`);
const mean = meanOf(rows.mosaic);
const met =
  mean.onsetF >= TARGETS.onsetF &&
  mean.chroma >= TARGETS.chroma &&
  mean.envelope >= TARGETS.envelope &&
  mean.mfccToStyle <= TARGETS.colour * mean.sourceToStyle &&
  mean.mfccToStyle < mean.mfccToSource &&
  coreS! <= TARGETS.coreS;
console.log(`targets: ${met ? 'met' : 'MISSED'}`);
if (!met) process.exitCode = 1;
