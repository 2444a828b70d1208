/** `juicer ops`: no server, no run, only what the definitions say. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { opsCommand } from '../../src/cli/commands/ops.js';
import { COMMANDS } from '../../src/cli/commands.js';
import { main } from '../../src/cli/main.js';
import { valueWords } from '../../src/cli/ops/value-words.js';
import type { Output, OutputForm } from '../../src/cli/output.js';
import { parse } from '../../src/cli/parse.js';
import { JuicerError } from '../../src/model/errors.js';
import { knownButMissing, knownNames } from '../../src/ops/known.js';
import { builtInOps } from '../../src/ops/registry.js';

/** An operator that is not here, and why. */
const MISSING = 'usage_counter_mapper';
const REASON = knownButMissing(MISSING) ?? '';

interface Told {
  code: number;
  text: string;
  values: unknown[];
  notes: string[];
}

async function ops(argv: string[], form: OutputForm = 'text'): Promise<Told> {
  const entry = COMMANDS.find(({ name }) => name === 'ops');
  assert.ok(entry);
  const told = { text: '', values: [] as unknown[], notes: [] as string[] };
  const out: Output = {
    form,
    verbose: false,
    live: false,
    data(text, value) {
      told.text += text;
      told.values.push(value);
    },
    note: (line) => void told.notes.push(line),
    progress: () => undefined,
  };
  const code = await opsCommand.run(parse({ ...entry, ...opsCommand }, argv), out);
  return { code, ...told };
}

const refuses = (argv: string[], code: string, hint: RegExp): Promise<void> =>
  assert.rejects(
    async () => ops(argv),
    (error) =>
      error instanceof JuicerError && error.code === code && hint.test(`${error.message} ${error.hint}`),
  );

describe('juicer ops list', () => {
  it('has every op with its summary, and is what ops does without a word', async () => {
    const { code, text, values } = await ops(['list']);
    assert.equal(code, 0);
    for (const { name, summary } of builtInOps().all())
      assert.match(text, new RegExp(`^${name} +${summary.slice(0, 10)}`, 'm'));
    const [value] = values as [{ ops: { name: string }[]; missing: { name: string; reason: string }[] }];
    assert.deepEqual(
      value.ops.map(({ name }) => name),
      builtInOps().names(),
    );
    assert.deepEqual(
      value.missing.map(({ name }) => name),
      knownNames(),
    );
    assert.equal((await ops([])).text, text);
  });

  it('is one line for each op as jsonl', async () => {
    assert.equal((await ops([], 'jsonl')).values.length, builtInOps().names().length);
  });
});

describe('juicer ops search', () => {
  it('finds ops by all words, in name, summary and parameters, names first', async () => {
    const [value] = (await ops(['search', 'TEXT', 'length'])).values as [{ ops: { name: string }[] }];
    assert.equal(value.ops[0]?.name, 'text_length_filter');
    assert.ok(value.ops.length < builtInOps().names().length);
    const byParameter = (await ops(['search', 'model_path'])).text;
    assert.match(byParameter, /language_id_score_filter/);
  });

  it('tells operators of Data-Juicer that are not here, with the reason', async () => {
    const { text, notes } = await ops(['search', MISSING]);
    assert.equal(text, '');
    assert.deepEqual(notes, [`${MISSING}: ${REASON}`]);
  });

  it('says so when there is none', async () => {
    assert.deepEqual((await ops(['search', 'no_such_word'])).notes, ['no op has all of these words']);
  });
});

describe('juicer ops show', () => {
  it('describes every op, as text and as a value', async () => {
    for (const { name, summary } of builtInOps().all()) {
      const { text, values } = await ops(['show', name]);
      const [value] = values as [{ name: string; available: boolean; params: { type: string } }];
      assert.deepEqual([value.name, value.available, value.params.type], [name, true, 'object']);
      assert.ok(text.includes(summary) && text.includes('\nExamples\n'), name);
      assert.doesNotMatch(text, /undefined|\[object/, name);
    }
  });

  it('has parameters with defaults, stats, files and examples', async () => {
    const { text } = await ops(['show', 'language_id_score_filter']);
    assert.match(text, /min_score +0\.8 +number +Least score/);
    assert.match(text, /\n {2}lang_score {2}double\n/);
    assert.match(text, /model_path is read when the op starts; there is a default/);
    assert.match(text, /dropped, lang "de", lang_score 0\.999137/);
    const { text: needy } = await ops(['show', 'stopwords_filter']);
    assert.match(needy, /stopwords_dir +required +text +Folder/);
    assert.match(needy, /stopwords_dir has to be given: /);
    assert.match(
      (await ops(['show', 'specified_field_filter'])).text,
      /Stats\n {2}text {2}with parameters as/,
    );
  });

  it('tells why an operator of Data-Juicer is not here', async () => {
    const { code, text, values } = await ops(['show', MISSING]);
    assert.deepEqual([code, text], [0, `${MISSING}: ${REASON}`]);
    assert.deepEqual(values, [{ schemaVersion: 1, name: MISSING, available: false, reason: REASON }]);
  });

  it('names what an unknown name may have meant', async () => {
    await refuses(['show', 'text_lenght_filter'], 'E_USAGE', /did you mean text_length_filter/);
    await refuses(['show', 'x'.repeat(1e6)], 'E_USAGE', /juicer ops list/);
    assert.equal(await main(['ops', 'show', 'qqq']), 2);
  });
});

describe('juicer ops schema', () => {
  it('prints the JSON Schema of the parameters of an op', async () => {
    const { text, values } = await ops(['schema', 'text_length_filter']);
    assert.deepEqual(JSON.parse(text), values[0]);
    assert.match(text, /"min_len"/);
  });

  it('prints that of recipes when no op is named', async () => {
    const { text, values } = await ops(['schema']);
    assert.deepEqual(JSON.parse(text), values[0]);
    assert.match(text, /"partition_size"[^]*"text_length_filter"/);
  });

  it('has none of an operator that is not here', () =>
    refuses(['schema', MISSING], 'E_UNSUPPORTED', /not supported/));
});

it('wrong words of juicer ops are usage errors', async () => {
  await refuses(['shwo', 'a'], 'E_USAGE', /did you mean show/);
  await refuses(['toString'], 'E_USAGE', /it is one of list, search, show, schema/);
  await refuses(['show'], 'E_USAGE', /NAME is missing/);
  await refuses(['show', 'a', 'b'], 'E_USAGE', /unexpected argument b/);
  await refuses(['list', 'a'], 'E_USAGE', /unexpected argument a/);
  await refuses(['search'], 'E_USAGE', /WORDS are missing/);
});

it('values of parameters are told in few words', () => {
  const words: [Parameters<typeof valueWords>[0], string][] = [
    [{ type: 'boolean' }, 'true or false'],
    [{ type: ['number', 'null'] }, 'number or null'],
    [{ anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] }, 'text or list of text'],
    [{ enum: ['a', 'b'] }, 'one of a, b'],
    [{ const: 'auto' }, '"auto"'],
    [{ type: 'array', items: {} }, 'list'],
    [{}, 'any value'],
  ];
  for (const [schema, expected] of words) assert.equal(valueWords(schema), expected);
});
