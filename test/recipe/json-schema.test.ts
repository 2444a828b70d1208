/** recipe.schema.json, which editors use: up to date, and of one mind with the loader. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import type { ActingKey } from '../../src/recipe/key.js';
import { KEYS } from '../../src/recipe/keys.js';
import { OTHER_VALUES, recipeJsonSchema } from '../../src/recipe/json-schema.js';
import { parseRecipe, RecipeError } from '../../src/recipe/load.js';
import { fieldDefault } from '../../src/recipe/resolved.js';
import { builtInOps } from '../../src/ops/registry.js';
import { snippetsOf } from '../docs/snippets.js';
import { projectRoot, readText } from '../repo/project.js';

const schema = recipeJsonSchema(builtInOps());
const whole = compiled(schema);
/** For sections of a recipe, which lack what has to be given. */
const part = compiled({ ...schema, required: [] });

function compiled(value: object): ValidateFunction {
  return new Ajv2020({ strict: false, allErrors: true }).compile(value);
}

function problems(recipe: unknown, validate = whole): string {
  validate(recipe);
  return (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message ?? ''}`).join('\n');
}

function isLoaded(recipe: object): boolean {
  try {
    parseRecipe(JSON.stringify(recipe), 'recipe.json', { registry: builtInOps(), cwd: '/' });
    return true;
  } catch (error) {
    if (error instanceof RecipeError) return false;
    throw error;
  }
}

const BASE = {
  dataset_path: 'in.jsonl',
  export_path: 'out.jsonl',
  process: ['whitespace_normalization_mapper'] as unknown[],
};

/** Recipes, or what is added to one that is sound; whether they are right. */
const CASES: [recipe: object, right: boolean][] = [
  [{}, true],
  [{ process: ['text_length_filter', { text_length_filter: null }] }, true],
  [{ process: [{ text_length_filter: { min_len: 1, max_len: null } }] }, true],
  [{ process: [{ text_length_filter: { min_len: 'one' } }] }, false],
  [{ process: [{ text_length_filter: { no_such: 1 } }] }, false],
  [{ process: [{ text_length_filter: {}, words_num_filter: {} }] }, false],
  [{ process: [{ no_such_filter: {} }] }, false],
  [{ process: ['no_such_filter'] }, false],
  [{ process: ['stopwords_filter'] }, false],
  [{ process: [{ stopwords_filter: { stopwords_dir: null } }] }, false],
  [{ process: [{ stopwords_filter: { stopwords_dir: 'lists' } }] }, true],
  [{ process: [] }, false],
  [{ partition_size: null, retry: { initial_interval: '500ms' } }, true],
  [{ 'retry.initial_interval': 2 }, true],
  [{ partition_size: 0 }, false],
  [{ partition: { size: 5, num_of_partitions: 'auto' } }, true],
  [{ partition: { no_such: 5 } }, false],
  [{ retry: 5 }, false],
  [{ dataset_path: '0.5 a.jsonl 2 b.jsonl' }, true],
  [{ dataset_path: ['a.jsonl', { path: 'b.jsonl', weight: 2 }] }, true],
  [{ dataset_path: 7 }, false],
  [{ checkpoint: { strategy: 'disabled' } }, true],
  [{ checkpoint: { strategy: 'sometimes' } }, false],
  [{ text_keys: ['text', 'title'] }, true],
  [{ skip_op_error: true }, true],
  [{ skip_op_error: 'yes' }, false],
  [{ recovery: { retry_backoff: 'fixed' } }, true],
  [{ use_cache: true }, true],
  [{ job_id: 'x' }, false],
  [{ no_such_key: 1 }, false],
  [{ alerts: { command: ['echo', 'a'], webhook: null } }, true],
];

describe('recipe.schema.json', () => {
  it('is what the keys and the ops give', () => {
    const written = JSON.parse(readText('recipe.schema.json')) as unknown;
    assert.deepEqual(written, schema, 'npm run reference brings it up to date');
  });

  it('says of a recipe what the loader says', () => {
    for (const [more, right] of CASES) {
      const recipe = { ...BASE, ...more };
      assert.equal(isLoaded(recipe), right, `loader: ${JSON.stringify(more)}`);
      assert.equal(problems(recipe) === '', right, `schema: ${JSON.stringify(more)}`);
    }
  });

  it('takes the parts of a mixture', () => {
    const { dataset_path: _, ...base } = BASE;
    const recipe = { ...base, dataset: { configs: [{ type: 'local', path: 'a.jsonl', weight: 1 }] } };
    assert.ok(isLoaded(recipe));
    assert.equal(problems(recipe, part), '');
  });

  it('takes every default, and the parameters of every example of an op', () => {
    for (const { key, standing } of KEYS.values()) {
      const value = standing === 'acts' && key !== 'process' ? fieldDefault(key) : undefined;
      if (value !== undefined) assert.equal(problems({ [key]: value }, part), '', key);
      const [group = '', name] = key.split('.');
      if (value !== undefined && name) assert.equal(problems({ [group]: { [name]: value } }, part), '', key);
    }
    for (const { name, examples, needs = {} } of builtInOps().all()) {
      const given = Object.fromEntries(Object.keys(needs).map((param) => [param, 'some/file']));
      for (const { params = {} } of examples) {
        const recipe = { ...BASE, process: [{ [name]: { ...given, ...params } }] };
        assert.equal(problems(recipe), '', `${name} ${JSON.stringify(params)}`);
      }
    }
  });

  it('knows the other values of every key that has some', () => {
    const keys = [...KEYS.values()].filter((key): key is ActingKey => key.standing === 'acts');
    const read = keys.filter(({ as, words }) => as && !words).map(({ key }) => key);
    assert.deepEqual(Object.keys(OTHER_VALUES).sort(), read.sort());
  });

  it('takes every recipe of the project, and every snippet of its pages', () => {
    for (const file of recipeFiles()) {
      const text = readText(file);
      assert.equal(problems(parse(text)), '', file);
    }
    for (const page of [
      'README.md',
      'docs/guide.md',
      'docs/recipe.md',
      'docs/data.md',
      'docs/best-practices.md',
    ])
      for (const { kind, text, line } of snippetsOf(page))
        if (kind === 'yaml') assert.equal(problems(parse(text) ?? {}, part), '', `${page}:${line}`);
  });

  it('is named in the first line of every example', () => {
    for (const file of recipeFiles('recipes')) {
      const [, target = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(readText(file)) ?? [];
      const named = path.join(projectRoot(), path.dirname(file), target);
      assert.equal(named, path.join(projectRoot(), 'recipe.schema.json'), file);
    }
  });
});

function recipeFiles(...folders: string[]): string[] {
  return (folders.length > 0 ? folders : ['recipes', 'test/recipe/fixtures']).flatMap((folder) =>
    fs
      .readdirSync(path.join(projectRoot(), folder))
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => `${folder}/${name}`),
  );
}
