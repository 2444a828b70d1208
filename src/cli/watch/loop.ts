/** Watches an open run: its events are folded as they come, and what they amount to is shown until it ends. */
import { setTimeout as sleep } from 'node:timers/promises';
import { followRunBatches } from '../../events/follow.js';
import type { Verdict } from '../../model/verdict.js';
import { waitingVerdict } from '../follow.js';
import { onInterrupt } from '../interrupt.js';
import type { Output } from '../output.js';
import { displayFor, type Display } from './display.js';
import { WatchFold } from './fold.js';
import { Pulse, type Asked } from './pulse.js';
import { snapshot } from './snapshot.js';

/** Shows the run until it ends or waits for a decision; its verdict, or null when a person left. */
export async function watchRun(
  asked: Asked,
  out: Output,
  o: { intervalMs: number },
): Promise<Verdict | null> {
  const stop = new AbortController();
  const left = leaving();
  const fold = new WatchFold();
  const pulse = new Pulse(asked);
  const display = displayFor(out, { ...o, ended: left.now });
  const { signal } = stop;
  const tasks = [
    pulse.beat(signal),
    draw(display, () => snapshot(fold, pulse.beside, Date.now() / 1000), signal),
  ];
  const end = followed(asked, fold, signal);
  end.catch(() => undefined);
  try {
    const last = await Promise.race([end, pulse.waiting.then(waitingVerdict), left.promise]);
    if (last !== null) display.show(snapshot(fold, pulse.beside, Date.now() / 1000));
    return last;
  } finally {
    stop.abort();
    left.stop();
    display.end();
    // A question that is under way must not outlive its connection.
    await Promise.allSettled([...tasks, end]);
  }
}

async function followed(asked: Asked, fold: WatchFold, signal: AbortSignal): Promise<Verdict> {
  const { session, handle, dir } = asked;
  const place = { runId: handle.runId, dir };
  for await (const batch of followRunBatches(session.client, place, { signal, provisional: true }))
    for (const event of batch) fold.add(event);
  // A call that begins after the signal is not ended by it.
  signal.throwIfAborted();
  return handle.result(signal);
}

async function draw(
  display: Display,
  state: () => Parameters<Display['show']>[0],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    display.show(state());
    await sleep(display.everyMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Resolves to null when a person wants to leave, by a key or a signal. */
function leaving(): { promise: Promise<null>; now(): void; stop(): void } {
  const interrupt = onInterrupt();
  let now = (): void => undefined;
  const key = new Promise<null>((resolve) => (now = () => resolve(null)));
  const promise = Promise.race([key, interrupt.promise.then(() => null)]);
  return { promise, now: () => now(), stop: interrupt.stop };
}
