/** docs/guide.md follows Data-Juicer's guide section by section. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readText } from '../repo/project.js';
import { snippetsOf } from './snippets.js';

/** Titles of the guide in its order, each with the kinds of its snippets; python there is ts here. */
const SECTIONS: readonly (readonly [title: string, ...kinds: string[]])[] = [
  ['# Comprehensive Partitioning and Checkpointing Guide'],
  ['## Table of Contents'],
  ['## Overview'],
  ['### Key Components'],
  ['## Quick Start'],
  ['### 1. Basic Configuration', 'yaml'],
  ['### 2. Basic Usage', 'ts'],
  ['## Configuration Guide'],
  ['### Partitioning Configuration', 'yaml'],
  ['### Checkpointing Configuration', 'yaml'],
  ['### Event Logging Configuration', 'yaml'],
  ['### Performance Configuration', 'yaml'],
  ['## Usage Examples'],
  ['### 1. Basic Processing', 'ts'],
  ['### 2. Real-time Monitoring', 'ts'],
  ['### 3. Event Analysis', 'ts'],
  ['### 4. Command Line Usage', 'bash'],
  ['## Monitoring and Debugging'],
  ['### 1. Real-time Status Monitoring', 'ts'],
  ['### 2. Event Analysis', 'ts'],
  ['### 3. Checkpoint Analysis', 'ts'],
  ['### 4. Performance Analysis', 'ts'],
  ['## Best Practices'],
  ['### 1. Partitioning Strategy'],
  ['### 2. Checkpointing Strategy'],
  ['### 3. Fault Tolerance'],
  ['### 4. Performance Optimization'],
  ['### 5. Monitoring and Debugging'],
  ['## Troubleshooting'],
  ['### Common Issues'],
  ['#### 1. Memory Issues'],
  ['#### 2. Disk Space Issues'],
  ['#### 3. High Failure Rate'],
  ['#### 4. Slow Processing'],
  ['#### 5. Event Logging Issues'],
  ['### Debugging Steps', 'ts', 'ts', 'ts', 'ts', 'ts'],
  ['### Getting Help'],
  ['## Work Directory Structure', ''],
  ['### Key Files'],
  ['### Log File Analysis', 'ts'],
  ['## Conclusion'],
];

const snippets = snippetsOf('docs/guide.md');

test('docs/guide.md has every section of the guide, in its order, and no other', () => {
  const outside = readText('docs/guide.md').replace(/^( *)```[^]*?^\1```$/gm, '');
  const titles = [...outside.matchAll(/^#{1,4} .+$/gm)].map(([title]) => title);
  assert.deepEqual(
    titles,
    SECTIONS.map(([title]) => title),
  );
});

test('every snippet of the guide has its twin in the same section', () => {
  SECTIONS.forEach(([title, ...kinds], i) => {
    const here = snippets.filter((snippet) => snippet.section === i).map((snippet) => snippet.kind);
    for (const kind of new Set(kinds)) {
      const wanted = kinds.filter((k) => k === kind).length;
      const found = here.filter((k) => k === kind).length;
      assert.ok(found >= wanted, `${title}: ${found} of ${wanted} snippets of kind ${JSON.stringify(kind)}`);
    }
  });
});
