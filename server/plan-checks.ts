// Checks a request against the rules of a plan and reports in a message which rule it violates.
import type { BitDepth, ExportFormat } from '@/contract/export-formats';
import type { Plan } from '@/platform/database/generated/client';
import { PlanLimitError } from '@/server/errors';

import { MB, type PlanRules, planThatAllows, rulesOf } from './plans';

/** "The Pro plan allows it.", or nothing where no plan does. */
function hint(allows: (rules: PlanRules) => boolean, what: string): string {
  const plan = planThatAllows(allows);
  return plan ? ` The ${plan.title} plan ${what}.` : '';
}

/** 90 -> "1.5 minutes", 10800 -> "3 hours" */
function lengthText(seconds: number): string {
  const [value, unit] = seconds >= 3600 ? [seconds / 3600, 'hour'] : [seconds / 60, 'minute'];
  const rounded = Math.round(value * 10) / 10;
  return `${rounded} ${unit}${rounded === 1 ? '' : 's'}`;
}

/** The refusal of a file of more bytes than the plan takes; `bytes` is what is known of its size. */
export function tooLarge(plan: Plan, bytes: number): PlanLimitError {
  const rules = rulesOf(plan);
  const more = hint((other) => other.maxUploadBytes >= bytes, 'takes larger ones');
  const max = Math.floor(rules.maxUploadBytes / MB);
  return new PlanLimitError(`The ${rules.title} plan takes files of up to ${max} MB.${more}`, 413);
}

/** @throws PlanLimitError when a song of `durationS` seconds is longer than the plan takes */
export function checkDuration(plan: Plan, durationS: number): void {
  const rules = rulesOf(plan);
  if (durationS <= rules.maxDurationS) return;
  const more = hint((other) => other.maxDurationS >= durationS, 'takes longer ones');
  throw new PlanLimitError(
    `This file is ${lengthText(durationS)} long; the ${rules.title} plan takes songs of up to ${lengthText(rules.maxDurationS)}.${more}`,
    413,
  );
}

/** The refusal of a song that is longer than the plan takes, however long it is. */
export function longerThanPlan(plan: Plan): PlanLimitError {
  const rules = rulesOf(plan);
  const more = hint((other) => other.maxDurationS > rules.maxDurationS, 'takes longer ones');
  const max = lengthText(rules.maxDurationS);
  return new PlanLimitError(
    `The ${rules.title} plan takes songs of up to ${max}; this one is longer.${more}`,
    413,
  );
}

/** @throws PlanLimitError when the person owns as many projects as the plan allows */
export function checkProjectCount(plan: Plan, owned: number): void {
  const rules = rulesOf(plan);
  if (owned < rules.maxProjects) return;
  throw new PlanLimitError(
    `The ${rules.title} plan allows ${rules.maxProjects} projects; delete one to make another.`,
  );
}

/** @throws PlanLimitError when the person has as many style sounds as the plan allows */
export function checkStyleSoundCount(plan: Plan, count: number): void {
  const rules = rulesOf(plan);
  if (count < rules.maxStyleSounds) return;
  throw new PlanLimitError(
    `The ${rules.title} plan allows ${rules.maxStyleSounds} style sounds; delete one to add another.`,
  );
}

/** @throws PlanLimitError when the session has as many imported files as its owner's plan allows */
export function checkSourceCount(ownerPlan: Plan, count: number): void {
  const rules = rulesOf(ownerPlan);
  if (count < rules.maxSources) return;
  const more = hint((other) => other.maxSources > count, 'takes more');
  throw new PlanLimitError(
    `This session is full: its owner's ${rules.title} plan has room for ${rules.maxSources} imported files.${more}`,
  );
}

/** @throws PlanLimitError when a set of so many tracks is more than the plan allows */
export function checkSetTracks(plan: Plan, tracks: number): void {
  const rules = rulesOf(plan);
  if (tracks <= rules.maxSetTracks) return;
  const more = hint((other) => other.maxSetTracks >= tracks, 'takes more');
  throw new PlanLimitError(
    `The ${rules.title} plan mixes up to ${rules.maxSetTracks} tracks in a set.${more}`,
  );
}

/** @throws PlanLimitError when the plan does not make sets in this format */
export function checkSetFormat(plan: Plan, format: ExportFormat): void {
  checkExport(plan, format, 16);
}

/** @throws PlanLimitError when the project has as many members as its owner's plan allows */
export function checkMemberCount(ownerPlan: Plan, members: number): void {
  const rules = rulesOf(ownerPlan);
  if (members < rules.maxMembers) return;
  throw new PlanLimitError(
    `This project is full: its owner's ${rules.title} plan has room for ${rules.maxMembers} people.`,
  );
}

/** @throws PlanLimitError when the plan does not export this format at this depth */
export function checkExport(plan: Plan, format: ExportFormat, bitDepth: BitDepth): void {
  const rules = rulesOf(plan);
  if (!rules.formats.includes(format)) {
    const own = rules.formats.map((each) => each.toUpperCase()).join(', ');
    const more = hint((other) => other.formats.includes(format), `exports ${format.toUpperCase()}`);
    throw new PlanLimitError(`The ${rules.title} plan exports ${own} only.${more}`);
  }
  if (!rules.bitDepths.includes(bitDepth)) {
    const more = hint((other) => other.bitDepths.includes(bitDepth), `exports ${bitDepth} bits`);
    throw new PlanLimitError(`The ${rules.title} plan exports ${rules.bitDepths.join(' or ')} bits.${more}`);
  }
}

/** @throws PlanLimitError when the plan does not export single stems, and sessions with them */
export function checkStemExport(plan: Plan, what: 'stems' | 'DAWproject files'): void {
  if (rulesOf(plan).stemExport) return;
  const more = hint((other) => other.stemExport, `exports ${what}`);
  const named = what === 'stems' ? 'its stems' : what;
  throw new PlanLimitError(`The ${rulesOf(plan).title} plan exports the mix, not ${named}.${more}`);
}
