/** An error of a call on an object that the store itself has no answer for, as the system's calls throw it. */
export function objectError(code: string, call: string, path: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: ${call}`), { code, syscall: call, path });
}
