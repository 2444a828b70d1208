/** Numbers, bars and marks of the live view. */

/** `48 s`, `2 m 05 s`, `3 h 12 m`. Nothing is shorter than a second. */
export function span(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const two = (n: number): string => String(n).padStart(2, '0');
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} m ${two(whole % 60)} s`;
  return `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))} m`;
}

/** `12,345`: a whole number with separators. */
export function whole(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Three digits that count, `?` for what is not known. */
export function rough(value: number | null): string {
  if (value === null) return '?';
  return value >= 100 ? whole(value) : String(Number(value.toPrecision(3)));
}

/** `512 MiB`, `1.5 GiB`, `?` for what is not known. */
export function mebibytes(value: number | null): string {
  if (value === null) return '?';
  return value < 1024 ? `${rough(value)} MiB` : `${(value / 1024).toFixed(1)} GiB`;
}

/** A bar of `width` characters that is full for 1. It is full only when all is done, and begins with the first piece. */
export function bar(share: number, width: number): string {
  const bounded = Math.min(1, Math.max(0, share));
  const full = bounded >= 1 ? width : Math.min(width - 1, Math.ceil(bounded * width - 1e-9));
  return `[${'#'.repeat(Math.max(0, full))}${'.'.repeat(Math.max(0, width - full))}]`;
}
