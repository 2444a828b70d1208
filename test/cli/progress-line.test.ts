/** What the recipe's `event_logging` lets through to the console. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Output } from '../../src/cli/output.js';
import { consoleLevel, ProgressLine } from '../../src/cli/progress-line.js';
import type { RunStatusAnswer } from '../../src/model/steering.js';
import { emptyLedger } from '../../src/model/ledger.js';

const STATUS: RunStatusAnswer = {
  run_id: 'r',
  status: 'running',
  counts: { partitions: 4, completed: 1, failed: 1, parked: 0, skipped: 0, active: 2, ledger: emptyLedger() },
  window: 2,
  active: [2, 3],
  parked: [],
  skipped: [],
  failed: [{ partition: 1, failure: { type: 'E_OP', message: 'it failed', op: 'text_length_filter' } }],
  started_at: 0,
  op_names: ['text_length_filter'],
  rows: 40,
  bytes: 400,
};

describe('the console of a run', () => {
  it('shows progress and failures by default', () => {
    const lines = shown({ log_to_console: true, log_level: 'INFO' });
    assert.equal(lines.length, 2);
    assert.match(lines.join('\n'), /failed.* partition 1 at text_length_filter: E_OP: it failed/);
    assert.match(lines.join('\n'), /running: 1\/4 partitions, 2 open/);
  });

  it('shows failures only at log_level WARNING and ERROR', () => {
    for (const log_level of ['WARNING', 'ERROR'] as const) {
      const lines = shown({ log_to_console: true, log_level });
      assert.equal(lines.length, 1);
      assert.match(lines[0] ?? '', /failed/);
    }
  });

  it('shows nothing with log_to_console: false', () => {
    assert.deepEqual(shown({ log_to_console: false, log_level: 'DEBUG' }), []);
  });
});

function shown(logging: Parameters<typeof consoleLevel>[0]): string[] {
  const lines: string[] = [];
  const out: Output = {
    form: 'text',
    verbose: false,
    live: false,
    data: () => undefined,
    note: (line) => lines.push(line),
    progress: () => undefined,
  };
  new ProgressLine(out, consoleLevel(logging)).show(STATUS);
  return lines;
}
