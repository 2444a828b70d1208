import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { loadScript, projectRoot, writeTree } from './project.js';

const { checkStructure } = await loadScript<{ checkStructure(root: string): string[] }>('structure.mjs');

/** The violations in a tree that holds these sources only. */
function violations(files: Record<string, string>): string[] {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'juicer-structure-'));
  try {
    writeTree(folder, files);
    return checkStructure(folder);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const lines = (count: number): string => 'export const a = 1;\n'.repeat(count);

test('the project keeps its own structure', () => {
  assert.deepEqual(checkStructure(projectRoot()), []);
});

const ALLOWED: [name: string, files: Record<string, string>][] = [
  ['an import goes down', { 'src/engine/a.ts': "import { b } from '../table/b.js';", 'src/table/b.ts': '' }],
  [
    'an import goes sideways',
    { 'src/table/a.ts': "import { b } from '../model/b.js';", 'src/model/b.ts': '' },
  ],
  ['the entry loads the command line later', { 'src/client.ts': "await import('./cli/main.js');" }],
  [
    'workflow code knows types of activities',
    { 'src/workflows/a.ts': "import type { A } from '../activities/a.js';" },
  ],
  ['workflow code uses the SDK', { 'src/workflows/a.ts': "import { sleep } from '@temporalio/workflow';" }],
  ['columns are buffers', { 'src/table/a.ts': "import { Buffer } from 'node:buffer';" }],
  ['an op file has 60 lines', { 'src/ops/mapper/a.ts': lines(60) }],
];

for (const [name, files] of ALLOWED) {
  test(`it is allowed that ${name}`, () => assert.deepEqual(violations(files), []));
}

const REFUSED: [name: string, files: Record<string, string>, message: RegExp][] = [
  [
    'an import up',
    { 'src/model/a.ts': "import { b } from '../engine/b.js';" },
    /model imports src\/engine\/b\.ts, which is above/,
  ],
  [
    'a type import up',
    { 'src/storage/a.ts': "import type { B } from '../input/b.js';" },
    /which is above it/,
  ],
  ['a re-export from above', { 'src/plan/a.ts': "export { b } from '../recipe/b.js';" }, /which is above it/],
  ['an import type up', { 'src/plan/a.ts': "type B = import('../recipe/b.js').B;" }, /which is above it/],
  [
    'the command line loaded by the library at once',
    { 'src/client.ts': "import './cli/main.js';" },
    /client\.ts imports/,
  ],
  [
    'values of activities in workflow code',
    { 'src/workflows/a.ts': "import { A } from '../activities/a.js';" },
    /workflow code/,
  ],
  [
    'an op in workflow code',
    { 'src/workflows/a.ts': "import { A } from '../ops/a.js';" },
    /workflow code may not/,
  ],
  [
    'zod in workflow code',
    { 'src/workflows/a.ts': "import { z } from 'zod';" },
    /workflows may not import zod/,
  ],
  [
    'Node in workflow code',
    { 'src/workflows/a.ts': "import fs from 'node:fs';" },
    /workflows may not import node:fs/,
  ],
  [
    'Node in the model',
    { 'src/model/a.ts': "import { createHash } from 'crypto';" },
    /model may not import crypto/,
  ],
  ['Node in the plan', { 'src/plan/a.ts': "import path from 'node:path';" }, /plan may not import node:path/],
  ['files in the table', { 'src/table/a.ts': "import fs from 'node:fs';" }, /table may not import node:fs/],
  ['files in an op', { 'src/ops/a.ts': "import fs from 'node:fs';" }, /ops may not import node:fs/],
  [
    'tests in the product',
    { 'src/cli/a.ts': "import { b } from '../../test/b.js';" },
    /src imports test\/b\.ts/,
  ],
  ['a folder on no floor', { 'src/helpers/a.ts': '' }, /on no floor/],
  ['a file of 251 lines', { 'test/a.ts': lines(251) }, /test\/a\.ts: 251 lines, at most 250/],
  ['an op file of 61 lines', { 'src/ops/filter/a.ts': lines(61) }, /61 lines, at most 60/],
  ['a median above 90 lines', { 'src/cli/a.ts': lines(91) }, /median of 91 lines/],
  [
    'a circle of files',
    { 'src/cli/a.ts': "import { b } from './b.js';", 'src/cli/b.ts': "import { a } from './a.js';" },
    /import circle: src\/cli\/a\.ts → src\/cli\/b\.ts → src\/cli\/a\.ts/,
  ],
  [
    'a circle of folders',
    {
      'src/report/a.ts': "import { b } from '../engine/b.js';",
      'src/engine/b.ts': '',
      'src/engine/c.ts': "import { d } from '../report/d.js';",
      'src/report/d.ts': '',
    },
    /import circle: engine → report → engine|import circle: report → engine → report/,
  ],
];

for (const [name, files, message] of REFUSED) {
  test(`the structure check refuses ${name}`, () => assert.match(violations(files).join('\n'), message));
}
