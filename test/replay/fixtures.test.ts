/** The recorded histories cover what workflow code can do, and tell nothing of where they were made. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageVersion } from '../../src/server/package-version.js';
import { aboutOf, fixturesOf, recordedVersions } from './fixtures.js';
import { opened } from './neutral.js';
import { CANARY } from './scenario.js';
import { SCENARIOS } from './scenarios.js';

const LARGEST = 80 * 1024;
const version = packageVersion();

/** What the histories of this version must show: each activity, message and way to end that there is. */
const SHOWN = [
  ...activities(
    'planRun',
    'readPlanPage',
    'cutPartition',
    'applySegment',
    'finishPartition',
    'skipPartition',
  ),
  ...activities('mergeSpan', 'commitExport', 'cleanUp', 'writeReports', 'exportEvents'),
  ...activities('followRun', 'keepEvents'),
  ...['pause', 'resume', 'tune', 'rerun', 'decide'].map((name) => `update ${name}`),
  'signal yield',
  'signal alert',
  'EVENT_TYPE_ACTIVITY_TASK_CANCEL_REQUESTED',
  'EVENT_TYPE_TIMER_STARTED',
  'EVENT_TYPE_MARKER_RECORDED',
  'EVENT_TYPE_ACTIVITY_TASK_FAILED',
  'EVENT_TYPE_ACTIVITY_TASK_TIMED_OUT',
  'EVENT_TYPE_ACTIVITY_TASK_CANCELED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_CANCEL_REQUESTED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW',
  'EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_FAILED',
  'EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED',
];

function activities(...names: string[]): string[] {
  return names.map((name) => `activity ${name}`);
}

test('this version has histories of every scenario', () => {
  assert.ok(recordedVersions().includes(version), `record histories of ${version}`);
  assert.deepEqual(
    aboutOf(version).scenarios,
    SCENARIOS.map((s) => s.name),
  );
  for (const { name } of SCENARIOS) assert.ok(fixturesOf(version, name).length > 0, name);
});

test('the histories show every activity, every message and every way to end', () => {
  const shown = new Set(fixturesOf(version).flatMap(({ events }) => events.flatMap(shownBy)));
  assert.deepEqual(
    SHOWN.filter((what) => !shown.has(what)),
    [],
  );
});

test('the histories tell of no folder of the machine they were made on, of no name, and hold no row', () => {
  for (const { name, events } of recordedVersions().flatMap((v) => fixturesOf(v))) {
    const text = JSON.stringify(opened(events));
    const folders = text.match(/(?<![\w<:/.)\]-])\/(?!(?:data|juicer)\b)\w[\w./-]+/g) ?? [];
    assert.deepEqual(folders, [], name);
    const identities = text.match(/"identity":"[^"]*"/g) ?? [];
    const told = identities.filter((i) => !/^"identity":"(\d+@host|history-service|)"$/.test(i));
    assert.deepEqual(told, [], name);
    const workers = text.match(/"worker":"[^"]*"/g) ?? [];
    assert.deepEqual(
      workers.filter((w) => !/^"worker":"host:\d+"$/.test(w)),
      [],
      name,
    );
    assert.ok(!text.includes(CANARY), `${name} holds a row`);
  }
});

test('every history is small enough to be read by a person', () => {
  for (const { name, events } of fixturesOf(version))
    assert.ok(JSON.stringify(events).length < LARGEST, name);
});

function shownBy(event: Record<string, unknown>): string[] {
  const attributes = Object.entries(event).find(([key]) => key.endsWith('EventAttributes'))?.[1] as {
    activityType?: { name: string };
    signalName?: string;
    acceptedRequest?: { input?: { name?: string } };
  };
  const { activityType, signalName, acceptedRequest } = attributes;
  const update = acceptedRequest?.input?.name;
  return [
    String(event['eventType']),
    ...(activityType ? [`activity ${activityType.name}`] : []),
    ...(signalName === undefined ? [] : [`signal ${signalName}`]),
    ...(update === undefined ? [] : [`update ${update}`]),
  ];
}
