// What LOG_LEVEL and LOG_FORMAT may be. The log is there before the settings are checked, so it never fails on them.

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const LOG_FORMATS = ['text', 'json'] as const;

type LogLevel = (typeof LOG_LEVELS)[number];
type LogFormat = (typeof LOG_FORMATS)[number];

/** The log level, or the default where the setting is invalid: the check of all settings reports that. */
export const logLevelOf = (source: NodeJS.ProcessEnv): LogLevel =>
  LOG_LEVELS.find((level) => level === source.LOG_LEVEL?.trim()) ?? 'info';

/** The same for the form of its lines. */
export const logFormatOf = (source: NodeJS.ProcessEnv): LogFormat =>
  LOG_FORMATS.find((format) => format === source.LOG_FORMAT?.trim()) ?? 'text';
