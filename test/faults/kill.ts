/** Signals to processes that may have ended by themselves. */

/** Sends SIGKILL, or another signal, to a process; whether there was one. */
export function kill(pid: number | null | undefined, signal: NodeJS.Signals = 'SIGKILL'): boolean {
  if (!pid) return false;
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}
