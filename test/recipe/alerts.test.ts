import assert from 'node:assert/strict';
import { test } from 'node:test';
import { renderProblem } from '../../src/recipe/load.js';
import { LEAST, load, problemsOf } from './helper.js';

const WEBHOOK = 'null or an http or https address without user, password and #';
const COMMAND = 'null or a list: a program, then its arguments';

test('alerts are read as they are written, and have defaults', () => {
  assert.deepEqual(load(LEAST).recipe.alerts, {
    max_failure_rate: 0.1,
    max_op_seconds: null,
    min_free_disk_mb: 1024,
    webhook: null,
    command: null,
  });
  const written =
    'alerts: {max_failure_rate: null, max_op_seconds: 1.5, min_free_disk_mb: 0, webhook: "https://host:8443/a?b=c", command: [notify, "", "a b"]}\n';
  assert.deepEqual(load(LEAST + written).recipe.alerts, {
    max_failure_rate: null,
    max_op_seconds: 1.5,
    min_free_disk_mb: 0,
    webhook: 'https://host:8443/a?b=c',
    command: ['notify', '', 'a b'],
  });
});

/** Value of a key, and what is said to be expected. */
const WRONG: [key: string, value: string, expected: string][] = [
  ['max_failure_rate', '-0.1', 'null or a number from 0 to 1'],
  ['max_failure_rate', '10', 'null or a number from 0 to 1'],
  ['max_failure_rate', '.nan', 'null or a number from 0 to 1'],
  ['max_op_seconds', '0', 'null or a number above 0'],
  ['max_op_seconds', '-5', 'null or a number above 0'],
  ['max_op_seconds', '.inf', 'null or a number above 0'],
  ['min_free_disk_mb', '-1', 'null or a whole number from 0 on'],
  ['min_free_disk_mb', '1.5', 'null or a whole number from 0 on'],
  ['webhook', 'file:///etc/passwd', WEBHOOK],
  ['webhook', 'javascript:alert(1)', WEBHOOK],
  ['webhook', 'ftp://host/a', WEBHOOK],
  ['webhook', 'host/a', WEBHOOK],
  ['webhook', 'https://me:secret@host/', WEBHOOK],
  ['webhook', "''", WEBHOOK],
  ['webhook', '[https://host/]', WEBHOOK],
  ['command', 'rm -rf /', COMMAND],
  ['command', '[]', COMMAND],
  ['command', "['']", COMMAND],
  ['command', '[mail, 5]', COMMAND],
  ['command', '["a\\0b"]', COMMAND],
  ['command', '{sh: -c}', COMMAND],
];

for (const [key, value, expected] of WRONG) {
  test(`alerts.${key}: ${value} is refused, with what is expected`, () => {
    const [problem, ...others] = problemsOf(`${LEAST}alerts: {${key}: ${value}}\n`);
    assert.deepEqual(others, []);
    assert.ok(problem);
    const text = renderProblem(problem);
    assert.ok(text.startsWith(`recipe.yaml:4:10: alerts.${key}: expected ${expected}, found `), text);
  });
}

test('alerts can be set from outside', () => {
  const { recipe } = load(LEAST, { set: ['alerts.max_op_seconds=9', 'alerts.command=[a, b]'] });
  assert.equal(recipe.alerts.max_op_seconds, 9);
  assert.deepEqual(recipe.alerts.command, ['a', 'b']);
});
