/** Workflow code of today takes every recorded history of every version to its end: a deploy never breaks an open run. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js';
import { DefaultLogger, Runtime, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import { workflowBundle } from '../../src/server/build-id.js';
import { fixturesOf, recordedVersions, type Fixture } from './fixtures.js';

// A build by hand into another folder makes no bundle; `npm test` always does.
const options = {
  skip: fs.existsSync(workflowBundle()) ? false : 'needs the workflow bundle, made by npm run build',
};

// What a replay finds is asserted below; the SDK would print it too.
Runtime.install({
  logger: new DefaultLogger('ERROR', () => undefined),
  telemetryOptions: { logging: { filter: 'OFF' } },
});

/** What went wrong, `<history>: <message>` each. */
async function replay(fixtures: readonly Fixture[], workflowBundle: WorkflowBundleOption): Promise<string[]> {
  const histories = fixtures.map(({ name, events }) => ({
    workflowId: name,
    history: historyFromJSON({ events }),
  }));
  const problems: string[] = [];
  let replayed = 0;
  for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
    replayed++;
    if (error) problems.push(`${workflowId}: ${error.message}`);
  }
  assert.equal(replayed, fixtures.length, 'every history is replayed');
  return problems;
}

/** The bundle with its code changed, as a deploy might change it. */
function changedBundle(change: (code: string) => string): WorkflowBundleOption {
  const code = fs.readFileSync(workflowBundle(), 'utf8');
  const changed = change(code);
  assert.ok(changed !== code, 'the change has found its place');
  return { code: changed };
}

for (const version of recordedVersions()) {
  test(`every history that ${version} recorded is replayed without a difference`, options, async () => {
    assert.deepEqual(await replay(fixturesOf(version), { codePath: workflowBundle() }), []);
  });
}

const newest = recordedVersions().at(-1) ?? '';

test('workflow code that asks for its activities in another order is found out', options, async () => {
  const swapped = changedBundle((code) =>
    code
      .replaceAll('.writeReports(', '.swap(')
      .replaceAll('.exportEvents(', '.writeReports(')
      .replaceAll('.swap(', '.exportEvents('),
  );
  const [problem = ''] = await replay(fixturesOf(newest, 'finish'), swapped);
  assert.match(problem, /^finish\.run-1: .*(TMPRL1100|[Nn]ondeterminism)/);
});

test(
  'workflow code that leaves out a timer is found out, and only where there was one',
  options,
  async () => {
    const hasty = changedBundle((code) => code.replace(/await \(0, ?\S+\.sleep\)\(/, 'void ('));
    const fixtures = [...fixturesOf(newest, 'finish'), ...fixturesOf(newest, 'worker-killed')];
    const problems = await replay(fixtures, hasty);
    assert.deepEqual(
      problems.map((problem) => problem.replace(/:.*/s, '')),
      ['worker-killed.p000001-1'],
    );
  },
);

test('a history in which another activity was scheduled is found out', options, async () => {
  const [history] = fixturesOf(newest, 'finish').filter(({ name }) => name.endsWith('.p000000-1'));
  assert.ok(history);
  const text = JSON.stringify(history).replaceAll('"name":"applySegment"', '"name":"anotherActivity"');
  const problems = await replay([JSON.parse(text) as Fixture], { codePath: workflowBundle() });
  assert.equal(problems.length, 1);
});
