// The one table of what each plan allows. Every limit in the studio is read from here.
import { DAY_MS } from '@/contract/durations';
import type { BitDepth, ExportFormat } from '@/contract/export-formats';
import type { Plan } from '@/platform/database/generated/client';

import { PROJECT_RETENTION_DAYS } from '@/platform/plan-retention';

export interface PlanRules {
  readonly title: string;
  readonly maxUploadBytes: number;
  /** Longest song, in seconds */
  readonly maxDurationS: number;
  /** Separations asked for in a day, retries included. A day begins at midnight UTC. */
  readonly uploadsPerDay: number;
  /** Files sent in a day, those that are refused included: each is read and checked */
  readonly filesPerDay: number;
  /** Seconds spent on checking them, which a file made for that can stretch */
  readonly checkingSecondsPerDay: number;
  /** Bytes of these files */
  readonly fileBytesPerDay: number;
  /** Exports asked for in a day */
  readonly exportsPerDay: number;
  /** Style sounds whose grains are cut in a day */
  readonly styleSoundsPerDay: number;
  /** Stems rendered with a style sound in a day */
  readonly restylesPerDay: number;
  /** Tracks analysed in a day */
  readonly analysesPerDay: number;
  /** Files imported as sources of sessions in a day, retries included */
  readonly importsPerDay: number;
  /** Jobs that may wait or run at once */
  readonly maxLiveJobs: number;
  /** Uploads that one person may have under way at once, and their bytes; per web process */
  readonly maxUploadsAtOnce: number;
  readonly maxUploadBytesAtOnce: number;
  /** Bytes of the recordings in a person's projects, sets and library and of the exports that are kept */
  readonly maxStoredBytes: number;
  /** What a mix may be exported as */
  readonly formats: readonly ExportFormat[];
  readonly bitDepths: readonly BitDepth[];
  /** Whether single stems may be saved as files, beside being played */
  readonly stemExport: boolean;
  /** An unused project is removed after so many days; null keeps it */
  readonly retentionDays: number | null;
  /** A finished export can be downloaded for so many days */
  readonly mixRetentionDays: number;
  /** Projects a person may own */
  readonly maxProjects: number;
  /** People in a project, its owner included; the owner's plan counts */
  readonly maxMembers: number;
  /** Style sounds a person may have in the library, beside those that everybody has */
  readonly maxStyleSounds: number;
  /** Tracks in a set, and in the tracklist of a project */
  readonly maxSetTracks: number;
  /** Imported sources in a session; the plan of its owner counts */
  readonly maxSources: number;
  /** Sets asked for in a day */
  readonly setsPerDay: number;
}

/** Decimal, as file managers and the interface show sizes. */
export const MB = 1_000_000;
const GB = 1000 * MB;
const MINUTE_S = 60;

export const PLANS: Readonly<Record<Plan, PlanRules>> = {
  free: {
    title: 'Free',
    maxUploadBytes: 100 * MB,
    maxDurationS: 30 * MINUTE_S,
    uploadsPerDay: 25,
    filesPerDay: 800,
    checkingSecondsPerDay: 1_800,
    fileBytesPerDay: 20 * GB,
    exportsPerDay: 100,
    styleSoundsPerDay: 40,
    restylesPerDay: 200,
    analysesPerDay: 650,
    importsPerDay: 100,
    maxLiveJobs: 100,
    maxUploadsAtOnce: 12,
    maxUploadBytesAtOnce: 3 * GB,
    maxStoredBytes: 10 * GB,
    formats: ['mp3'],
    bitDepths: [16],
    stemExport: false,
    retentionDays: PROJECT_RETENTION_DAYS.free,
    mixRetentionDays: 1,
    maxProjects: 25,
    maxMembers: 5,
    maxStyleSounds: 20,
    maxSetTracks: 25,
    maxSources: 32,
    setsPerDay: 25,
  },
  pro: {
    title: 'Pro',
    maxUploadBytes: 500 * MB,
    maxDurationS: 120 * MINUTE_S,
    uploadsPerDay: 500,
    filesPerDay: 20_000,
    checkingSecondsPerDay: 36_000,
    fileBytesPerDay: 500 * GB,
    exportsPerDay: 2_000,
    styleSoundsPerDay: 1_000,
    restylesPerDay: 5_000,
    analysesPerDay: 20_000,
    importsPerDay: 1_000,
    maxLiveJobs: 1_000,
    maxUploadsAtOnce: 24,
    maxUploadBytesAtOnce: 30 * GB,
    maxStoredBytes: 500 * GB,
    formats: ['mp3', 'wav', 'flac'],
    bitDepths: [16, 24, 32],
    stemExport: true,
    retentionDays: PROJECT_RETENTION_DAYS.pro,
    mixRetentionDays: 30,
    maxProjects: 1_000,
    maxMembers: 50,
    maxStyleSounds: 1_000,
    maxSetTracks: 200,
    maxSources: 128,
    setsPerDay: 500,
  },
};

export const rulesOf = (plan: Plan): PlanRules => PLANS[plan];

/** The first plan whose rules allow something, or null when none does. */
export function planThatAllows(allows: (rules: PlanRules) => boolean): PlanRules | null {
  return Object.values(PLANS).find(allows) ?? null;
}

/** The moment `days` after `now`; null for ever. */
export function daysFrom(now: Date, days: number): Date;
export function daysFrom(now: Date, days: number | null): Date | null;
export function daysFrom(now: Date, days: number | null): Date | null {
  return days === null ? null : new Date(now.getTime() + days * DAY_MS);
}
