// Names the sections of a track by their energy and their kick, and divides them into phrases.
import type { Samples } from '../units';
import type { BarTable } from './bar-table';
import { barNovelty, chooseBoundaries } from './boundaries';
import { quantile } from './curves';
import type { BarSpan, Phrase, Section, SectionKind } from './types';

const PHRASE_BARS = 8;
/** At this share of the way from its quietest to its strongest section, a section may be a drop. */
const DROP_ENERGY = 0.75;
/** What leads into a drop is a build when it has this much less energy; what follows the last one, its outro. */
const CLEAR_STEP = 0.08;
const LONGEST_BUILD_BARS = 16;
/** A section whose kick is below this share of the track's own is a break. */
const KICK_SHARE = 0.4;

interface Part {
  readonly firstBar: number;
  readonly bars: number;
  readonly energy: number;
  readonly kick: number;
}

function meanOf(values: ArrayLike<number>, from: number, to: number): number {
  let sum = 0;
  for (let i = from; i < to; i++) sum += values[i]!;
  return sum / Math.max(1, to - from);
}

/** The parts between boundaries, with their mean energy and their kick as a share of the strongest bars'. */
function measureParts(table: BarTable, starts: readonly number[], end: number): Part[] {
  const kick = Float32Array.from(
    { length: table.bars },
    (_, i) => table.attacks.values[i * table.attacks.bands]!,
  );
  const full = Math.max(1e-6, quantile(kick, 0.8));
  return starts.map((firstBar, i) => {
    const to = starts[i + 1] ?? end;
    const energy = meanOf(table.energy, firstBar, to);
    return { firstBar, bars: to - firstBar, energy, kick: meanOf(kick, firstBar, to) / full };
  });
}

/** The parts with much energy and a kick, less those that only lead up to more or fade from it at the end. */
function findDrops(parts: readonly Part[]): boolean[] {
  const top = Math.max(...parts.map(({ energy }) => energy));
  const bottom = Math.min(...parts.map(({ energy }) => energy));
  const minEnergy = bottom + DROP_ENERGY * (top - bottom);
  const isDrop = parts.map(({ energy, kick }) => energy >= minEnergy && kick >= KICK_SHARE);
  for (let i = parts.length - 2; i >= 0; i--) {
    const isStep = parts[i + 1]!.energy - parts[i]!.energy >= CLEAR_STEP;
    if (isDrop[i + 1] && isStep && parts[i]!.bars <= LONGEST_BUILD_BARS) isDrop[i] = false;
  }
  for (let i = parts.length - 1; i > 0 && parts[i]!.energy <= top - CLEAR_STEP; i--) isDrop[i] = false;
  return isDrop;
}

/** The name of a part between the first and the last drop that is none itself. */
function nameBetween(part: Part, before: Part, leadsIn: boolean): SectionKind {
  const hasGroove = part.kick >= KICK_SHARE;
  // Without a kick it can still build up, when the break lies before it.
  return leadsIn && (hasGroove || before.kick < KICK_SHARE) ? 'build' : 'break';
}

/** Names for a track of which no part stands out. */
function nameWithoutDrops(count: number): SectionKind[] {
  const name = (i: number) => (i === 0 ? 'intro' : i === count - 1 ? 'outro' : 'break');
  return Array.from({ length: count }, (_, i) => name(i));
}

/**
 * Before the first drop is the intro, after the last the outro; what leads into a drop with less energy is a
 * build, what has lost its kick or much energy is a break.
 */
function nameParts(parts: readonly Part[]): SectionKind[] {
  const isDrop = findDrops(parts);
  const first = isDrop.indexOf(true);
  const last = isDrop.lastIndexOf(true);
  if (first < 0) return nameWithoutDrops(parts.length);
  return parts.map((part, i) => {
    if (isDrop[i]) return 'drop';
    if (i > last) return 'outro';
    const leadsIn = isDrop[i + 1] === true;
    if (i < first) return leadsIn && i > 0 ? 'build' : 'intro';
    return nameBetween(part, parts[i - 1]!, leadsIn);
  });
}

/** Finds the sections between bars `from` and `to`; `barStarts` has one more entry than the table has bars. */
export function findSections(
  table: BarTable,
  barStarts: readonly Samples[],
  from: number,
  to: number,
): Section[] {
  if (to <= from) return [];
  const parts = measureParts(table, chooseBoundaries(barNovelty(table.sound), from, to), to);
  const names = nameParts(parts);
  return parts.map(({ firstBar, bars, energy }, i) => ({
    kind: names[i]!,
    start: barStarts[firstBar]!,
    end: barStarts[firstBar + bars]!,
    firstBar,
    bars,
    energy,
  }));
}

/** Divides sections into phrases of eight bars, each counted from its section's start; what is left is shorter. */
export function dividePhrases(sections: readonly BarSpan[], barStarts: readonly Samples[]): Phrase[] {
  return sections.flatMap((section) => {
    const phrases: Phrase[] = [];
    for (let bar = 0; bar < section.bars; bar += PHRASE_BARS) {
      const firstBar = section.firstBar + bar;
      const bars = Math.min(PHRASE_BARS, section.bars - bar);
      const level = bar === 0 ? 32 : bar % (2 * PHRASE_BARS) === 0 ? 16 : 8;
      phrases.push({ start: barStarts[firstBar]!, end: barStarts[firstBar + bars]!, firstBar, bars, level });
    }
    return phrases;
  });
}
