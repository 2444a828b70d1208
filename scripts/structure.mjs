// The shape of the sources: who may import whom, and how long a file may be. The tables below are the one place where
// these rules stand; `npm run check` applies them.
import fs from 'node:fs';
import path from 'node:path';
import { builtinModules } from 'node:module';
import { filesBelow } from './compile.mjs';
import { readImports } from './imports.mjs';
import { ROOT, isProgram, say } from './project.mjs';

/**
 * Folders and entry files of src/, top floor first. Imports go down, or sideways on one floor, never up. The folder
 * client/ is what client.ts and cli/ have in common.
 */
export const FLOORS = [
  ['cli', 'worker.ts'],
  ['activities', 'client.ts', 'client'],
  ['report', 'engine'],
  ['events', 'export', 'input', 'recipe', 'custom'],
  ['workflows', 'server', 'storage', 'ops', 'plan'],
  ['table', 'model'],
];

// The only ways up. client.ts is the library and, when it is the program that was started, loads the command line.
// Workflow code knows the activities' signatures, which leave no trace in what runs.
const WAYS_UP = [
  { from: 'client.ts', to: 'cli', kind: 'dynamic' },
  { from: 'workflows', to: 'activities', kind: 'type' },
];

// What a folder may import from outside src/, where that is bounded; anything goes elsewhere. Workflow code shares the
// model, so no Node there; plan is pure. Ops are functions on values: they may name a file, not open it, and use a
// package that computes only; ops/code compiles and evaluates what a recipe brings along.
const OUTSIDE = {
  model: [],
  plan: [],
  workflows: ['@temporalio/workflow'],
  ops: [
    'zod',
    're2js',
    'node:buffer',
    'node:module',
    'node:path',
    'node:url',
    'parse5',
    'entities/decode',
    'protobufjs/minimal.js',
    'node:zlib',
    'fflate',
    '@huggingface/tokenizers',
    'node:vm',
    'esbuild',
  ],
};
const OUTSIDE_BUILT_INS = { table: ['node:buffer'] };

// Workflow code runs in the SDK's sandbox: of src/ it may touch these only.
const WORKFLOW_FOLDERS = ['workflows', 'model'];

const MAX_LINES = 250;
const MAX_MEDIAN_LINES = 90;
const MAX_OP_LINES = 60;
const OP_FILE = /^src\/ops\/(mapper|filter|deduplicator|selector|grouper)\//;

/** Every violation of the rules in a tree, one line each with its place; empty when all is well. */
export function checkStructure(root = ROOT) {
  const sources = filesBelow(root, ['src'], (name) => name.endsWith('.ts'));
  const imports = sources.flatMap((source) => readImports(root, source));
  return [
    ...sources
      .filter((source) => floorOf(unitOf(source)) === -1)
      .map((s) => `${s}: its folder is on no floor`),
    ...imports.flatMap(checkImport),
    ...checkCircles(imports),
    ...checkLengths(root, sources),
  ];
}

// The folder below src/, or the entry file's own name.
function unitOf(source) {
  return source.split('/')[1];
}

function floorOf(unit) {
  return FLOORS.findIndex((floor) => floor.includes(unit));
}

function checkImport(edge) {
  const place = `${edge.from}:${edge.line}`;
  const unit = unitOf(edge.from);
  if (edge.target.startsWith('src/')) {
    const target = unitOf(edge.target);
    if (isWayUp(edge)) return [];
    if (unit === 'workflows' && !WORKFLOW_FOLDERS.includes(target)) {
      return [`${place}: workflow code may not import ${edge.target}`];
    }
    return floorOf(target) < floorOf(unit)
      ? [`${place}: ${unit} imports ${edge.target}, which is above it`]
      : [];
  }
  if (/^(test|bench|scripts)\//.test(edge.target)) return [`${place}: src imports ${edge.target}`];
  return mayImport(unit, edge.target) ? [] : [`${place}: ${unit} may not import ${edge.target}`];
}

function isWayUp({ from, target, kind }) {
  return WAYS_UP.some((way) => way.from === unitOf(from) && way.to === unitOf(target) && way.kind === kind);
}

function mayImport(unit, specifier) {
  if (unit in OUTSIDE) return OUTSIDE[unit].includes(specifier);
  if (unit in OUTSIDE_BUILT_INS && isBuiltIn(specifier)) return OUTSIDE_BUILT_INS[unit].includes(specifier);
  return true;
}

function isBuiltIn(specifier) {
  return specifier.startsWith('node:') || builtinModules.includes(specifier);
}

// Both between files and between folders; a way up is left out, being loaded later or not at all.
function checkCircles(imports) {
  const inside = imports.filter((edge) => edge.target.startsWith('src/') && !isWayUp(edge));
  const byFile = inside.map(({ from, target }) => [from, target]);
  const byUnit = byFile.map(([from, to]) => [unitOf(from), unitOf(to)]).filter(([from, to]) => from !== to);
  return [...findCircles(byFile), ...findCircles(byUnit)].map(
    (circle) => `import circle: ${circle.join(' → ')}`,
  );
}

// One circle per place where the depth-first walk closes one.
function findCircles(edges) {
  const next = new Map();
  for (const [from, to] of edges) next.set(from, (next.get(from) ?? new Set()).add(to));
  const done = new Set();
  const circles = [];
  const visit = (node, trail) => {
    if (trail.includes(node)) circles.push([...trail.slice(trail.indexOf(node)), node]);
    else if (!done.has(node)) {
      for (const target of next.get(node) ?? []) visit(target, [...trail, node]);
      done.add(node);
    }
  };
  for (const node of next.keys()) visit(node, []);
  return circles;
}

function checkLengths(root, sources) {
  const others = filesBelow(root, ['test', 'bench', 'scripts'], (name) => /\.(ts|mjs)$/.test(name));
  const lengths = new Map([...sources, ...others].map((name) => [name, lineCount(root, name)]));
  const tooLong = [...lengths].flatMap(([name, lines]) => {
    const limit = OP_FILE.test(name) ? MAX_OP_LINES : MAX_LINES;
    return lines > limit ? [`${name}: ${lines} lines, at most ${limit}`] : [];
  });
  const sorted = sources.map((name) => lengths.get(name)).sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1] ?? 0;
  return median > MAX_MEDIAN_LINES
    ? [...tooLong, `src: median of ${median} lines, at most ${MAX_MEDIAN_LINES}`]
    : tooLong;
}

function lineCount(root, name) {
  return fs.readFileSync(path.join(root, name), 'utf8').trimEnd().split('\n').length;
}

if (isProgram(import.meta.url)) {
  const violations = checkStructure();
  violations.forEach(say);
  process.exitCode = violations.length > 0 ? 1 : 0;
}
