// Formats times for people, in the browser and in messages of the server.

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** Whole seconds as `m:ss`, from an hour on as `h:mm:ss`. */
export function clockText(whole: number): string {
  const minutes = Math.floor(whole / 60);
  const seconds = twoDigits(whole % 60);
  if (minutes < 60) return `${minutes}:${seconds}`;
  return `${Math.floor(minutes / 60)}:${twoDigits(minutes % 60)}:${seconds}`;
}
