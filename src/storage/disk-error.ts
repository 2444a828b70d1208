/** Errors of the system's file calls, told as ours. */
import { JuicerError } from '../model/errors.js';

/**
 * Runs file-system calls; what they throw becomes an error of ours that names what was done and the system's code only.
 * @throws JuicerError E_DISK_FULL or E_IO; errors without a code of the system pass as they are.
 */
export function diskErrors<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = systemCode(error);
    if (error instanceof JuicerError || code === undefined) throw error;
    const full = code === 'ENOSPC' || code === 'EDQUOT';
    throw new JuicerError(full ? 'E_DISK_FULL' : 'E_IO', `cannot ${what}: ${code}`, {
      cause: error,
      ...(full ? { hint: 'free space on the disk of the work directory; the attempt is tried again' } : {}),
    });
  }
}

/** The system's code of an error, e.g. ENOENT. */
export function systemCode(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : undefined;
}

/** Codes that tell that a file cannot be had as it is named: trying again is of no use. */
const FINAL = [
  ...['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ELOOP', 'ENAMETOOLONG', 'EINVAL'],
  // Of an S3 store.
  ...['NoSuchBucket', 'AccessDenied', 'CredentialsProviderError'],
];

/** Whether another try of a call that failed so is of no use. */
export function isFinal(error: unknown): boolean {
  return FINAL.includes(systemCode(error) ?? '');
}
