/** Wrong input: one line of error with place and cure, the right exit code, nothing on stdout, no server started. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { workspace, type Workspace } from './support.js';

interface Wrong {
  what: string;
  args: string[];
  code: number;
  /** The error's own code. */
  error: string;
  /** Parts of the line: where, what, what to do. */
  says: RegExp[];
}

const OPS = `process:
  - whitespace_normalization_mapper:
  - text_length_filter: {min_len: 1}
`;
const RECIPES = {
  'good.yaml': `dataset_path: in.jsonl\nexport_path: out/result.jsonl\n${OPS}`,
  'op.yaml': `dataset_path: in.jsonl\nexport_path: out/result.jsonl\nprocess:\n  - text_lenth_filter:\n`,
  'key.yaml': `dataset_path: in.jsonl\nexport_path: out/result.jsonl\npartiton_size: 5\n${OPS}`,
  'type.yaml': `dataset_path: in.jsonl\nexport_path: out/result.jsonl\npartition_size: many\n${OPS}`,
  'bounds.yaml':
    'dataset_path: in.jsonl\nexport_path: out/result.jsonl\nprocess:\n  - text_length_filter: {min_len: 9, max_len: 3}\n',
  'self.yaml': `dataset_path: in.jsonl\nexport_path: ./in.jsonl\n${OPS}`,
};

const WRONG: Wrong[] = [
  {
    what: 'a recipe that is not there',
    args: ['run', 'none.yaml'],
    code: 2,
    error: 'E_RECIPE',
    says: [/none\.yaml: recipe does not exist/, /name a \.yaml or \.json file/],
  },
  {
    what: 'a dataset that is not there',
    args: ['run', 'good.yaml', '--dataset', 'none.jsonl'],
    code: 2,
    error: 'E_INPUT_MISSING',
    says: [/dataset_path: file \S*none\.jsonl does not exist/, /check the path/],
  },
  {
    what: 'an unknown op',
    args: ['run', 'op.yaml'],
    code: 2,
    error: 'E_UNKNOWN_OP',
    says: [/op\.yaml:4:5: unknown op "text_lenth_filter"/, /did you mean "text_length_filter"\?/],
  },
  {
    what: 'an unknown key',
    args: ['run', 'key.yaml'],
    code: 2,
    error: 'E_RECIPE',
    says: [/key\.yaml:3:1: unknown key "partiton_size"/, /did you mean "partition_size"\?/],
  },
  {
    what: 'a value of the wrong type',
    args: ['run', 'type.yaml'],
    code: 2,
    error: 'E_RECIPE',
    says: [/type\.yaml:3:\d+: partition_size/, /expected null or a whole number from 1 to \d+, found "many"/],
  },
  {
    what: 'a least value above the greatest',
    args: ['run', 'bounds.yaml'],
    code: 2,
    error: 'E_RECIPE',
    says: [/bounds\.yaml:4:\d+: text_length_filter/, /min_len \(9\) is greater than max_len \(3\)/],
  },
  {
    what: 'a text key that no row has',
    args: ['run', 'good.yaml', '--set', 'text_keys=content'],
    code: 2,
    error: 'E_TEXT_KEY',
    says: [/field "content" is in none of the first 2 rows of \S*in\.jsonl/, /fields there: text, id/],
  },
  {
    what: 'an export path that cannot be written',
    args: ['run', 'good.yaml', '--export', 'in.jsonl/below/out.jsonl'],
    code: 2,
    error: 'E_EXPORT_PATH',
    says: [/export_path: folder \S*in\.jsonl\/below cannot be written: ENOTDIR/, /name a folder/],
  },
  {
    what: 'an export path that is the input',
    args: ['run', 'self.yaml'],
    code: 2,
    error: 'E_EXPORT_PATH',
    says: [/self\.yaml:2:\d+: export_path is the same file as dataset_path/, /export to another file/],
  },
  {
    what: 'an export path that is the input by a symbolic link',
    args: ['run', 'good.yaml', '--export', 'link.jsonl'],
    code: 2,
    error: 'E_EXPORT_PATH',
    says: [/export_path: \S*link\.jsonl is a file of the input/, /export to another place/],
  },
  {
    what: 'a server address that does not answer',
    args: ['run', 'good.yaml', '--address', '127.0.0.1:1'],
    code: 4,
    error: 'E_CONNECTION',
    says: [/127\.0\.0\.1:1 does not answer within 5 s/, /Check the address/],
  },
  {
    what: 'an unknown flag',
    args: ['run', 'good.yaml', '--datset', 'x'],
    code: 2,
    error: 'E_USAGE',
    says: [/unknown flag --datset; did you mean --dataset\?/, /juicer run --help/],
  },
  {
    what: 'an unknown command',
    args: ['rnu', 'good.yaml'],
    code: 2,
    error: 'E_USAGE',
    says: [/unknown command rnu; did you mean run\?/, /juicer --help/],
  },
  {
    what: 'no recipe at all',
    args: ['run'],
    code: 2,
    error: 'E_USAGE',
    says: [/a recipe is missing/, /name a \.yaml or \.json file/],
  },
  {
    what: 'an unknown form of output',
    args: ['validate', 'good.yaml', '-o', 'xml'],
    code: 2,
    error: 'E_USAGE',
    says: [/unknown output form xml/, /text, json or jsonl/],
  },
  {
    what: 'an unfit run id',
    args: ['run', 'good.yaml', '--id', 'UPPER CASE'],
    code: 2,
    error: 'E_USAGE',
    says: [/run id "UPPER CASE" is unfit/, /a-z, 0-9/],
  },
];

describe('wrong input', () => {
  let ws: Workspace;

  before(() => {
    ws = workspace();
    for (const [name, text] of Object.entries(RECIPES)) ws.write(name, text);
    ws.write('in.jsonl', '{"text": "one", "id": 1}\n{"text": "two", "id": 2}\n');
    fs.symlinkSync('in.jsonl', ws.path('link.jsonl'));
  });
  after(() => ws.remove());

  for (const { what, args, code, error, says } of WRONG) {
    it(`of this kind is told in one line with exit code ${code}: ${what}`, async () => {
      const result = await ws.run(args);
      assert.equal(result.code, code, result.stderr);
      assert.equal(result.stdout, '');
      assert.deepEqual(result.stderr.trimEnd().split('\n').length, 1, result.stderr);
      assert.ok(result.stderr.startsWith(`error ${error} `), result.stderr);
      for (const part of says) assert.match(result.stderr, part);
    });
  }

  it('starts no server and leaves the input as it was', () => {
    assert.equal(fs.existsSync(ws.path('.juicer')), false);
    assert.equal(ws.read('in.jsonl'), '{"text": "one", "id": 1}\n{"text": "two", "id": 2}\n');
    assert.equal(fs.existsSync(ws.path('outputs')), false);
  });

  it('in several places is told in one line for each', async () => {
    ws.write(
      'many.yaml',
      `dataset_path: in.jsonl\nexport_path: out.jsonl\npartiton_size: 1\nmax_retries: x\n${OPS}`,
    );
    const { code, stdout, stderr } = await ws.run(['validate', 'many.yaml']);
    assert.equal(code, 2);
    assert.equal(stdout, '');
    assert.deepEqual(
      stderr
        .trimEnd()
        .split('\n')
        .map((line) => /^error E_RECIPE many\.yaml:(\d+):/.exec(line)?.[1]),
      ['3', '4'],
    );
  });

  for (const args of [['status'], ['resume'], ['events'], ['cancel']]) {
    it(`juicer ${args[0]} of a run that nobody knows ends with exit code 5`, async () => {
      const { code, stdout, stderr } = await ws.run([...args, 'no-such-run']);
      assert.equal(code, 5, stderr);
      assert.equal(stdout, '');
      const errors = stderr.split('\n').filter((line) => line.startsWith('error '));
      assert.equal(errors.length, 1, stderr);
      assert.match(errors[0] ?? '', /^error E_NO_SUCH_RUN run no-such-run is not known .*\(juicer list/);
      assert.doesNotMatch(stderr, /^\s+at /m);
    });
  }
});
