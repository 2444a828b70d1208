/** Every snippet of docs/guide.md is compiled and run as a reader would: on a real run, of which one partition failed. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { after, before, describe, it } from 'node:test';
import { parse } from 'yaml';
import { loadRecipe, openRun, type Executor } from '../../src/client.js';
import { ownEnvironment } from '../client/executor-support.js';
import { compileSnippets, isProgram, stemOf } from '../docs/guide-program.js';
import { snippetsOf, type Snippet } from '../docs/snippets.js';
import { proseLines, recipeWith } from './settings-support.js';
import { launch, workspace, type Workspace } from './support.js';

const all = snippetsOf('docs/guide.md');
const ts = all.filter((snippet) => snippet.kind === 'ts');
const [BASIC] = all.filter((snippet) => snippet.kind === 'yaml');
const PROJECT = 'guided';
/** The second op of a partition throws at both of its attempts; the partition is left out. */
const FAULTS = JSON.stringify([{ point: 'op.start', match: 'partition_3/op_1', action: 'throw' }]);

describe('the snippets of the guide', () => {
  let ws: Workspace;
  let executor: Executor;

  before(async () => {
    ws = workspace();
    for (const name of ['in.jsonl', 'data/large-dataset.jsonl', 'data/my_dataset.jsonl'])
      ws.write(name, proseLines());
    ws.write('basic.yaml', BASIC?.text ?? '');
    ws.write('config.yaml', recipeWith('config', ''));
    ws.write('my_config.yaml', recipeWith('mine', ''));
    ws.write('guided.yaml', recipeWith(PROJECT, 'max_retries: 1\non_partition_error: skip'));
    const ended = await ws.run(['run', 'guided.yaml'], { JUICER_FAULTS: FAULTS });
    assert.equal(ended.code, 3, ended.stderr);
    executor = await openRun(ws.runDir(PROJECT), {
      stateDir: ws.path('.juicer'),
      env: ownEnvironment(),
    });
  });
  after(async () => {
    await executor.close();
    await ws.remove();
  });

  it('are TypeScript that compiles against the package', () => {
    fs.mkdirSync(ws.path('code'));
    assert.equal(compileSnippets(ws.path('code'), ts), '');
  });

  for (const snippet of ts.filter((s) => !isProgram(s))) {
    it(`line ${snippet.line} runs on an opened run`, async () => {
      assert.notDeepEqual(await printedBy(ws, snippet, executor), []);
    });
  }

  it('on checkpoints tell of a damaged file instead of showing its rows', async () => {
    const copy = ws.path('copies/damaged');
    fs.cpSync(executor.dir, copy, { recursive: true });
    const name = 'checkpoints/partition_000000/op_001_text_length_filter.parquet';
    const bytes = fs.readFileSync(path.join(copy, name));
    bytes.writeUInt8(bytes.readUInt8(99) ^ 4, 99);
    fs.writeFileSync(path.join(copy, name), bytes);
    const damaged = await openRun(copy, { offline: true, env: ownEnvironment() });
    const printed: string[] = [];
    for (const snippet of ts.filter(({ text }) => /Unusable|verify\(\)/.test(text)))
      printed.push(...(await printedBy(ws, snippet, damaged)));
    const text = printed.join('\n');
    assert.match(
      text,
      /^Unusable: checkpoint .*op_001_text_length_filter\.parquet cannot be used: its sha256/m,
    );
    assert.match(text, /^\d+ files verified, 1 bad$/m);
    assert.match(text, /^whitespace_normalization_mapper: \d+ rows$/m);
  });

  for (const snippet of ts.filter(isProgram)) {
    it(`line ${snippet.line} runs as a program`, async () => {
      const args = snippet.text.includes('loadRecipe()') ? ['--config', 'basic.yaml'] : [executor.dir];
      const { code, stdout, stderr } = await runProgram(ws, snippet, args);
      assert.equal(code, 0, stderr);
      assert.notEqual(stdout, '');
    });
  }

  for (const snippet of all.filter((s) => s.kind === 'yaml')) {
    it(`line ${snippet.line} is a recipe, or completes one, and acts without remarks`, () => {
      const base = parse(BASIC?.text ?? '') as Record<string, unknown>;
      const merged = { ...base, ...(parse(snippet.text) as Record<string, unknown>) };
      const file = ws.write('merged.json', JSON.stringify(merged));
      assert.deepEqual(loadRecipe(file).notices, []);
    });
  }

  const commands = all
    .filter((snippet) => snippet.kind === 'bash')
    .flatMap(({ text }) => text.split('\n').filter((line) => line.startsWith('juicer ')));
  for (const command of commands) {
    it(`\`${command}\` runs`, async () => {
      const args = command
        .split(' ')
        .slice(1)
        .map((arg) => (arg === 'RUN' ? executor.runId : arg));
      const { code, stderr } = await launch(ws.dir, args, {}).done;
      assert.equal(code, 0, stderr);
    });
  }
});

/** Lines that a snippet prints when it is called with an executor. */
async function printedBy(ws: Workspace, snippet: Snippet, executor: Executor): Promise<string[]> {
  const url = pathToFileURL(ws.path(`code/${stemOf(snippet)}.js`)).href;
  const { example } = (await import(url)) as { example(executor: Executor): Promise<void> };
  const lines: string[] = [];
  const { log } = console;
  console.log = (...values: unknown[]) => void lines.push(values.map(String).join(' '));
  try {
    await example(executor);
  } finally {
    console.log = log;
  }
  return lines;
}

function runProgram(
  ws: Workspace,
  snippet: Snippet,
  args: readonly string[],
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const file = ws.path(`code/${stemOf(snippet)}.js`);
  const env = { ...ownEnvironment(), JUICER_REUSE: 'none' };
  const child = spawn(process.execPath, [file, ...args], { cwd: ws.dir, env });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, stdout, stderr })));
}
