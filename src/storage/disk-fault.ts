/**
 * The fault point `fs`: the n-th file-system call that matches fails once with a code of the system. Without `code` calls
 * are counted only. With a marker, `<marker>.count` grows by one byte a call, over all threads and processes.
 */
import fs from 'node:fs';
import { claim, faultsAt, type Fault } from './fault.js';

/** Name of a call as {@link disk} makes it. */
export type DiskCall =
  | 'open'
  | 'read'
  | 'write'
  | 'fsync'
  | 'close'
  | 'size'
  | 'stat'
  | 'list'
  | 'mkdir'
  | 'link'
  | 'rename'
  | 'remove';

/** Is told of every call before it is made, or after it for `close`; what it throws is the call's error. */
export type DiskHook = (call: DiskCall, file: string) => void;

/** An error as the system's own calls throw it. */
export function systemError(code: string, call: DiskCall, file: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${code}: injected, ${call} '${file}'`), {
    code,
    syscall: call,
    path: file,
  });
}

/** The hook for the faults of the environment; null, and so free of cost, when it sets none on `fs`. */
export function hookOfEnvironment(): DiskHook | null {
  const counters = faultsAt('fs').map((fault) => counter(fault));
  if (counters.length === 0) return null;
  return (call, file) => counters.forEach((count) => count(call, file));
}

function counter(fault: Fault): DiskHook {
  let calls = 0;
  let struck = false;
  return (call, file) => {
    if (fault.match !== undefined && !`${call} ${file}`.includes(fault.match)) return;
    calls = fault.marker === undefined ? calls + 1 : counted(`${fault.marker}.count`);
    if (fault.code === undefined || struck || calls < (fault.nth ?? 1)) return;
    struck = true;
    if (fault.marker === undefined || claim(fault.marker)) throw systemError(fault.code, call, file);
  };
}

/** Calls counted in a file, this one included. Two at the same moment may see the same number, never a smaller one. */
function counted(file: string): number {
  const fd = fs.openSync(file, 'a');
  try {
    fs.writeSync(fd, '.');
    return fs.fstatSync(fd).size;
  } finally {
    fs.closeSync(fd);
  }
}
