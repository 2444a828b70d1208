/** The events of a run in a file for a while: they are read from the server once, and by a thread again. */
import type { JuicerEvent } from '../model/event.js';
import { SCRATCH } from '../storage/layout.js';
import type { Store } from '../storage/store.js';

/** One file of lines. */
export class EventSpool {
  /** Below the run's folder. */
  readonly file = `${SCRATCH}/report_events.jsonl`;

  constructor(private readonly store: Store) {}

  /** Gives the events on, and writes each down; the file stands when the last was taken. */
  async *through(events: AsyncIterable<JuicerEvent>): AsyncGenerator<JuicerEvent> {
    const writer = this.store.writer(this.file);
    try {
      for await (const event of events) {
        writer.append(Buffer.from(`${JSON.stringify(event)}\n`));
        yield event;
      }
      writer.commit('replace');
    } catch (error) {
      writer.abort();
      throw error;
    }
  }

  /** Removes the file. */
  remove(): void {
    this.store.remove(this.file);
  }
}
