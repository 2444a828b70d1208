/** The guide's trouble 5, the event log: damaged, incomplete or too large; found by `juicer analyze`, cured by what it names. */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { jsonLines, runDirOf, runIdOf, type EventLine } from './artefacts.js';
import { proseLines, recipeWith } from './settings-support.js';
import { standingServer, type StandingServer } from './standing-server.js';
import { workspace, type Workspace } from './support.js';
import { advice, analysed, assertCured, assertEnded, assertNames } from './troubleshooting-support.js';

/** MiB; the log of these runs is several times as large. */
const SMALL = 0.02;

interface Logged {
  id: string;
  /** Path of the newest file. */
  log: string;
  /** Names of all of them. */
  files: string[];
}

/** The first 60 % or so of a log: the last line is half. */
const withinLine = (bytes: Buffer): Buffer =>
  bytes.subarray(0, bytes.indexOf(0x0a, Math.floor(bytes.length * 0.6)) + 10);

describe('trouble with the event log', () => {
  let w: Workspace;
  let server: StandingServer;
  let usual: Logged;
  let whole: Buffer;
  before(async () => {
    w = workspace();
    w.write('in.jsonl', proseLines());
    server = await standingServer(w);
    usual = await run('usual', '');
    whole = fs.readFileSync(usual.log);
  });
  after(async () => {
    await server.stop();
    await w.remove();
  });

  async function run(name: string, keys: string): Promise<Logged> {
    w.write(`${name}.yaml`, recipeWith(name, keys));
    const result = await w.run(['run', `${name}.yaml`]);
    assertEnded(result, 0);
    const logs = path.join(runDirOf(result), 'logs');
    const files = fs.readdirSync(logs).filter((file) => file.startsWith('processing_events.jsonl'));
    return { id: runIdOf(result), log: path.join(logs, 'processing_events.jsonl'), files };
  }

  const sizesOf = ({ log, files }: Logged): number[] =>
    files.map((file) => fs.statSync(path.join(path.dirname(log), file)).size);
  const linesOf = ({ log }: Logged): EventLine[] => jsonLines<EventLine>(fs.readFileSync(log, 'utf8'));

  for (const [damage, problem, apply] of [
    ['cut short', /log is damaged/, withinLine],
    ['overwritten', /log is damaged/, (bytes: Buffer) => Buffer.from(bytes).fill(0x23, 1000, 1600)],
    ['emptied', /events are missing/, () => Buffer.alloc(0)],
  ] as const) {
    it(`that was ${damage} is written again, the same bytes, by the command that the hint names`, async () => {
      fs.writeFileSync(usual.log, apply(whole));
      const hint = advice(await analysed(w, usual.id), 'log', problem);
      assertNames(hint, `juicer events ${usual.id} --rebuild`);
      assertEnded(await w.run(['events', usual.id, '--rebuild']), 0);
      assert.ok(fs.readFileSync(usual.log).equals(whole));
      assertCured(await analysed(w, usual.id), 'log', /./);
    });
  }

  it('that grew too large is held within max_log_size_mb and backup_count, whose loss is told and cured', async () => {
    const few = await run('few', `event_logging: {max_log_size_mb: ${SMALL}, backup_count: 1}`);
    assert.equal(few.files.length, 2);
    assert.ok(sizesOf(few).every((size) => size <= SMALL * 2 ** 20));
    const hint = advice(await analysed(w, few.id), 'log', /lost its oldest lines/);
    assertNames(hint, 'event_logging.max_log_size_mb, event_logging.backup_count');
    const many = await run('many', `event_logging: {max_log_size_mb: ${SMALL}, backup_count: 50}`);
    assert.ok(many.files.length > 2);
    assertCured(await analysed(w, many.id), 'log', /./);
  });

  it('that says too much is shortened by log_level, and no event is lost by it', async () => {
    const terse = await run('terse', 'event_logging: {log_level: WARNING}');
    assert.ok(linesOf(terse).every((e) => e.event_type === 'WARNING' || e.event_type.endsWith('ERROR')));
    assertCured(await analysed(w, terse.id), 'log', /./);
    const { stdout } = await w.run(['events', terse.id]);
    const kept = (lines: readonly EventLine[]): number =>
      lines.filter((e) => e.event_type !== 'DEBUG' && e.event_type !== 'WARNING').length;
    assert.equal(kept(jsonLines<EventLine>(stdout)), kept(linesOf(usual)));
  });
});
