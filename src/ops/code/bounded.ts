/** Runs synchronous code of others for a bounded time. */
import vm from 'node:vm';

/** Thrown for code that did not come to its end in time. */
export class TimeUpError extends Error {
  override readonly name = 'TimeUpError';
}

const SLOT = Symbol.for('durable-juicer.bounded');
// Only what runs inside a script has its time bounded, so the work is called from one.
const script = new vm.Script(`globalThis[Symbol.for(${JSON.stringify(SLOT.description)})]()`);

/**
 * Does some work, in this context and with no other bounds than its time.
 * @throws TimeUpError after `limitMs`; whatever the work throws.
 */
export function bounded<T>(work: () => T, limitMs: number): T {
  const slots = globalThis as unknown as Record<symbol, unknown>;
  slots[SLOT] = work;
  try {
    return script.runInThisContext({ timeout: limitMs }) as T;
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
    throw new TimeUpError(`not done within ${limitMs / 1000} s`);
  } finally {
    delete slots[SLOT];
  }
}
