// A lock between processes of one machine: a file that holds the process id of its owner.
import fs from 'node:fs';
import path from 'node:path';
import { ScriptError, say } from './project.mjs';

const PATIENCE_MS = 20 * 60 * 1000;
const STEP_MS = 100;
// Between creating the file and writing the id into it lies a moment; an empty file older than this has no owner.
const EMPTY_MS = 10 * 1000;

/**
 * Runs `work` while holding the lock; waits for a living owner, takes over from a dead one.
 * @throws ScriptError when the owner still holds it after 20 minutes.
 */
export function withLock(file, work) {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  acquire(file);
  try {
    return work();
  } finally {
    fs.rmSync(file, { force: true });
  }
}

function acquire(file) {
  const deadline = Date.now() + PATIENCE_MS;
  let told = false;
  while (!create(file)) {
    if (removeDead(file)) continue;
    const owner = ownerOf(file);
    if (Date.now() > deadline) {
      throw new ScriptError(
        `set-up is held up by process ${owner}; if it is none of this project, delete ${file}`,
      );
    }
    if (!told && owner) say(`waiting for process ${owner}, which is setting up this project`);
    told ||= Boolean(owner);
    pause(STEP_MS);
  }
}

function create(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

// Renamed before it is removed, so that of two that find the same dead owner only one takes the file away; one that
// was taken from a new owner by mistake is put back.
function removeDead(file) {
  const dead = ownerOf(file);
  if (dead === null || !isDead(file, dead)) return dead === null;
  const aside = `${file}.${process.pid}`;
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error.code === 'ENOENT') return true;
    throw error;
  }
  if (ownerOf(aside) === dead) fs.rmSync(aside);
  else fs.renameSync(aside, file);
  return true;
}

// The id in the file, '' when none is written yet, null when there is no file.
function ownerOf(file) {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return null;
    throw error;
  }
}

function isDead(file, owner) {
  if (owner === '') return ageOf(file) > EMPTY_MS;
  if (Number(owner) === process.pid) return true;
  try {
    process.kill(Number(owner), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

function ageOf(file) {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat ? Date.now() - stat.mtimeMs : 0;
}

function pause(milliseconds) {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
