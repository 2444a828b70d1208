import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../repo/project.js';
import { recipeTable } from './recipe-tables.js';

for (const name of ['acting', 'spelling', 'notice', 'refused'] as const) {
  test(`docs/recipe.md has the ${name} keys as the code has them: names, values, defaults, words`, () => {
    const text = readText('docs/recipe.md');
    const [, after] = text.split(`<!-- ${name} keys -->\n`);
    assert.ok(after !== undefined, `no mark "${name} keys"`);
    const found = after.split('\n<!-- end -->')[0]?.trim();
    // On a difference the expected side is what belongs there.
    assert.equal(found, recipeTable(name));
  });
}
