/** Errors of the system's file calls, told as ours. */
import { JuicerError } from '../model/errors.js';

/**
 * Runs file-system calls; what they throw becomes an error of ours that names what was done and the system's code only.
 * @throws JuicerError E_DISK_FULL, E_STORE for an S3 store that does not answer, or E_IO; errors without a code of the system pass as they are.
 */
export function diskErrors<T>(what: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    const code = systemCode(error);
    if (error instanceof JuicerError || code === undefined) throw error;
    const kind = kindOf(code, error);
    const hint = HINTS[kind];
    throw new JuicerError(kind, `cannot ${what}: ${code}`, {
      cause: error,
      ...(hint !== undefined && { hint }),
    });
  }
}

type Kind = 'E_DISK_FULL' | 'E_STORE' | 'E_IO';

const HINTS: Partial<Record<Kind, string>> = {
  E_DISK_FULL: 'free space on the disk of the work directory; the attempt is tried again',
  E_STORE: 'look after the S3 store and the way to it; the attempt is tried again',
};

function kindOf(code: string, error: unknown): Kind {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'E_DISK_FULL';
  return (error as { away?: boolean }).away === true ? 'E_STORE' : 'E_IO';
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
