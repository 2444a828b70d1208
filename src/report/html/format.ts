/** Figures as people read them. */

/** 12,345; a dash for what is not known. */
export function count(n: number | null): string {
  return n === null ? '–' : Math.round(n).toLocaleString('en-US');
}

/** A number with about three significant digits: 0.0123, 4.57, 1,230. */
export function figure(n: number | null): string {
  if (n === null) return '–';
  if (Math.abs(n) >= 1e15) return n.toExponential(1);
  if (Math.abs(n) >= 1000 || Number.isInteger(n)) return Math.round(n).toLocaleString('en-US');
  return Number(n.toPrecision(3)).toString();
}

/** A share as a percentage; a dash when there is nothing to share. */
export function percent(part: number, of: number): string {
  if (of === 0) return '–';
  const value = (100 * part) / of;
  const digits = value > 0 && value < 0.1 ? 2 : value === 0 || value === 100 ? 0 : 1;
  return `${value.toFixed(digits)} %`;
}

/** Seconds: 12 ms, 3.4 s, 2 min 5 s, 1 h 2 min. */
export function time(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds === 0) return '0 s';
  if (seconds < 0.001) return '< 1 ms';
  if (seconds < 1) return `${Math.round(seconds * 1000)} ms`;
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  const whole = Math.round(seconds);
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** Bytes in binary units. */
export function size(bytes: number | null): string {
  if (bytes === null) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${figure(bytes / 1024 ** power)} ${units[power]}`;
}

/** 2026-11-25 00:12:54 UTC. */
export function moment(seconds: number | null): string {
  return seconds === null
    ? '–'
    : `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** `1 row`, `2 rows`. */
export function plural(n: number, word: string): string {
  return `${count(n)} ${word}${n === 1 ? '' : 's'}`;
}
