import assert from 'node:assert/strict';
import test from 'node:test';
import { frameOf } from '../../../src/cli/watch/frame.js';
import { lineOf } from '../../../src/cli/watch/head.js';
import { frameText } from '../../../src/cli/watch/screen.js';
import type { WatchState } from '../../../src/cli/watch/state.js';
import { begun, BEGIN, done, event, failedAttempt, opened, OPS, stateOf } from './events.js';

const HOSTILE = 'row \u001b[2J\u001b]0;title\u0007 \u202Eevil\u2028 \nline';

function large(): WatchState {
  const events = begun(10_000);
  for (let id = 0; id < 3000; id++) events.push(...done(id, 0, 4));
  for (let id = 3000; id < 3016; id++) events.push(...opened(id, 5, id % 3));
  events.push(failedAttempt(3007, 9, HOSTILE));
  return stateOf(events, 12);
}

function textOf(state: WatchState, width: number, height: number): string[] {
  const lines = frameOf(state, { width, height }).map(({ text }) => text);
  assert.ok(lines.length <= height, `${lines.length} lines`);
  for (const line of lines) assert.ok(Array.from(line).length <= width, line);
  return lines;
}

for (const [width, height] of [
  [80, 24],
  [200, 50],
  [20, 5],
] as const) {
  test(`10,000 partitions fit ${width} × ${height}, the retrying one first among the open ones`, () => {
    const lines = textOf(large(), width, height);
    if (height < 24) return;
    assert.match(lines.join('\n'), /3,000 of 10,000 done, 16 open, 6,984 to come/);
    for (const op of OPS)
      assert.ok(
        lines.some((line) => line.includes(op)),
        op,
      );
    const first = lines[lines.indexOf('open') + 1] ?? '';
    assert.match(first, /^ {2}p3007 #>\. /);
  });

  test(`a run of one partition fits ${width} × ${height}`, () => {
    const lines = textOf(stateOf([...begun(1), ...opened(0, 0, 1)], 3), width, height);
    assert.match(lines[0] ?? '', /^demo-1 \(demo\)/);
    if (height >= 24)
      assert.ok(
        lines.some((line) => line.includes('p0 #>. second_filter, 3 s')),
        lines.join('\n'),
      );
  });
}

test('what does not fit is counted', () => {
  assert.ok(textOf(large(), 80, 24).some((line) => /… \d+ more: open partitions/.test(line)));
});

test('hostile text in messages, names and alerts cannot act on the terminal', () => {
  const alert = event('WARNING', 3, { metadata: { alert: { rule: 'max_op_seconds', message: HOSTILE } } });
  const parked = [
    event('PARTITION_ERROR', 4, {
      partition_id: 1,
      error_message: HOSTILE,
      metadata: { error_type: HOSTILE },
    }),
    event('PARTITION_PARKED', 4, { partition_id: 1 }),
  ];
  const state = stateOf(
    [...begun(4), ...opened(0, 0, 1), failedAttempt(0, 3, HOSTILE), ...opened(1, 0, 0), ...parked, alert],
    6,
  );
  const lines = frameOf({ ...state, project: HOSTILE }, { width: 200, height: 50 }).map(({ text }) => text);
  assert.ok(lines.filter((line) => line.includes('evil')).length >= 4);
  for (const line of lines) assert.doesNotMatch(line, /[\u0000-\u001f\u007f-\u009f\u202e\u2028]/, line);
});

test('a frame is drawn from the top over the one before, and clears what is left of that', () => {
  const text = frameText([
    { text: 'one', tone: 'plain' },
    { text: 'two', tone: 'plain' },
  ]);
  assert.equal(text, '\u001b[Hone\u001b[K\r\ntwo\u001b[K\u001b[J');
});

test('who does not answer is told after some seconds, and what is shown from files is told at once', () => {
  const events = [...begun(4), ...opened(0, 0, 1)];
  const at = (answering: WatchState['answering'], since: number): string =>
    textOf(stateOf(events, 10, { answering, answering_since: BEGIN + since }), 120, 24).join('\n');
  assert.match(at('nobody', 2), /server does not answer, for 8 s/);
  assert.match(at('server', 2), /no worker answers, for 8 s/);
  assert.doesNotMatch(at('nobody', 9), /does not answer/);
  assert.match(at('files', 10), /no server knows this run any more/);
});

test('the line for a log has state, partitions, retries, rate and the time left with its range', () => {
  const events = [...begun(10), ...[0, 1, 2].flatMap((id) => done(id, 0, 4)), ...opened(3, 4, 1)];
  const line = lineOf(stateOf([...events, failedAttempt(3, 8, 'x')], 10));
  assert.match(
    line,
    /^demo-1 \(demo\) {2}running {2}10 s: \[#+\.+\] 3 of 10 done, 1 open, 6 to come, 1 retrying; /,
  );
  assert.match(line, /rows\/s, .* MB\/s, 27 s \(27 s to 27 s\) left$/);
});
