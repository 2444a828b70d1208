import assert from 'node:assert/strict';
import { test } from 'node:test';
import { builtInOps } from '../../src/ops/registry.js';
import { readText } from '../repo/project.js';
import { operatorsPage } from './operators-page.js';

test('docs/operators.md is what the definitions of the ops give', () => {
  assert.equal(readText('docs/operators.md'), operatorsPage(), 'npm run reference brings it up to date');
});

test('docs/operators.md has a section with a comment and examples for every op', () => {
  const sections = readText('docs/operators.md').split('\n### ').slice(1);
  for (const { name, summary } of builtInOps().all()) {
    const [section = ''] = sections.filter((text) => text.startsWith(`\`${name}\`\n`));
    assert.match(section, /\| Parameters \| Before \|/, name);
    assert.ok(section.split('\n\n')[1] !== summary, `${name}: its file has no comment at the top`);
  }
});
