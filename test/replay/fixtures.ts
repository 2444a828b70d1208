/** The recorded histories: one file each, in a folder for each version of the package that made them. */
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../repo/project.js';

/** One recorded execution of a workflow, in proto JSON. */
export interface Recorded {
  workflowId: string;
  events: RecordedEvent[];
}

/** One event; the attributes are under a key of its type. */
export type RecordedEvent = { eventId: string; eventType: string } & Record<string, unknown>;

/** A recorded execution with the name of its file, `<scenario>.<run|pNNNNNN>-<n>`. */
export interface Fixture extends Recorded {
  name: string;
}

/** What made the histories of a version. */
export interface About {
  version: string;
  build: string;
  sdk: string;
  scenarios: string[];
}

const FOLDER = path.join(projectRoot(), 'test/replay/histories');
const ABOUT = 'about.json';

/** Versions with recorded histories. */
export function recordedVersions(): string[] {
  return fs.existsSync(FOLDER) ? fs.readdirSync(FOLDER).sort() : [];
}

/** What made the histories of a version. */
export function aboutOf(version: string): About {
  return JSON.parse(fs.readFileSync(path.join(FOLDER, version, ABOUT), 'utf8')) as About;
}

/** Histories of a version, or of one of its scenarios, by name. */
export function fixturesOf(version: string, scenario?: string): Fixture[] {
  const folder = path.join(FOLDER, version);
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter((file) => file.endsWith('.json') && file !== ABOUT)
    .filter((file) => scenario === undefined || file.startsWith(`${scenario}.`))
    .sort()
    .map((file) => {
      const recorded = JSON.parse(fs.readFileSync(path.join(folder, file), 'utf8')) as Recorded;
      return { name: path.basename(file, '.json'), ...recorded };
    });
}

/** Removes histories of a version: those of the scenarios that are chosen. */
export function removeFixtures(version: string, chosen: (scenario: string) => boolean): void {
  for (const { name } of fixturesOf(version))
    if (chosen(name.replace(/\..*/, ''))) fs.rmSync(path.join(FOLDER, version, `${name}.json`));
}

/** Writes one history, an event to a line, so that a change of one can be read. */
export function writeFixture(version: string, { name, workflowId, events }: Fixture): void {
  const lines = events.map((event) => JSON.stringify(event)).join(',\n');
  write(version, `${name}.json`, `{"workflowId":${JSON.stringify(workflowId)},"events":[\n${lines}\n]}\n`);
}

/** Writes what made the histories. */
export function writeAbout(about: About): void {
  write(about.version, ABOUT, `${JSON.stringify(about, null, 2)}\n`);
}

function write(version: string, name: string, text: string): void {
  fs.mkdirSync(path.join(FOLDER, version), { recursive: true });
  fs.writeFileSync(path.join(FOLDER, version, name), text);
}
