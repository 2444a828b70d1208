/** `juicer report`: the report of a run at any time, as a page, as Markdown or as JSON. */
import path from 'node:path';
import { folderAt } from '../../client/run-folder.js';
import type { Session } from '../../client/session.js';
import { loggedEvents } from '../../events/query.js';
import { EXIT, JuicerError } from '../../model/errors.js';
import { RUN_ID_PATTERN } from '../../model/ids.js';
import type { ReportSources } from '../../report/data/gather.js';
import { reportData } from '../../report/data/report-data.js';
import type { ReportData } from '../../report/data/value.js';
import { reportMarkdown } from '../../report/html/markdown.js';
import { reportHtml } from '../../report/html/page.js';
import { REPORT_FILE } from '../../report/write.js';
import { storeAt } from '../../storage/store-at.js';
import { SERVER_FLAGS, type Args, type CommandBody } from '../command.js';
import { runSource } from '../look/run-source.js';
import { sessionFor } from '../open.js';
import type { Output } from '../output.js';
import { printableJson } from '../printable.js';

const FORMATS = ['html', 'md', 'json'] as const;
type Format = (typeof FORMATS)[number];

/** Writes the report of a run that is going, has ended, or is known by its folder only. */
export const reportCommand: CommandBody = {
  count: [1, 1],
  flags: {
    ...SERVER_FLAGS,
    format: { type: 'string', value: 'html|md|json', help: 'form of the report (html)' },
    file: {
      type: 'string',
      value: 'FILE',
      help: `where to write it; - is stdout (html: ${REPORT_FILE} in the run's folder; md, json: stdout)`,
    },
    rows: { type: 'boolean', help: 'also quote quarantined rows; the file is for its owner only then' },
    'web-ui': { type: 'string', value: 'URL', help: "address of Temporal's Web UI, for the link to the run" },
  },
  example: 'juicer report demo-20261124-160000-1a2b --format md --file report.md',
  async run(args, out) {
    const format = formatOf(args.text('format'));
    const run = args.positionals[0] ?? '';
    const { data, dir } = await gathered(run, args, out);
    const target = args.text('file') ?? (format === 'html' ? path.join(dir, REPORT_FILE) : '-');
    const text = await rendered(data, format);
    if (target === '-') process.stdout.write(text);
    else {
      write(path.resolve(target), text, args.on('rows'));
      out.data(target, { schemaVersion: 1, run_id: data.run.run_id, format, file: path.resolve(target) });
    }
    return EXIT.done;
  },
};

function formatOf(text: string | undefined): Format {
  const found = FORMATS.find((f) => f === (text ?? 'html'));
  if (found) return found;
  throw new JuicerError('E_USAGE', `--format: there is no form ${JSON.stringify(text)}`, {
    hint: `it is one of ${FORMATS.join(', ')}`,
  });
}

async function rendered(data: ReportData, format: Format): Promise<string> {
  if (format === 'html') return reportHtml(data);
  return format === 'md' ? reportMarkdown(data) : `${printableJson(JSON.stringify(data, null, 2))}\n`;
}

/** Where rows are quoted, only the owner may read the file. */
function write(file: string, text: string, quotes: boolean): void {
  storeAt(path.dirname(file)).commit(path.basename(file), Buffer.from(text), {
    mode: 'replace',
    ...(quotes && { permissions: 0o600 }),
  });
}

/** A folder that is given by its path is read as it is; of an id the server is asked first. */
async function gathered(run: string, args: Args, out: Output): Promise<{ data: ReportData; dir: string }> {
  const given = RUN_ID_PATTERN.test(run) ? null : folderAt(run);
  if (given) {
    const sources = sourcesOf(given.runId, given.dir, { session: null, args });
    return { data: await reportData(loggedEvents(given.dir), sources), dir: given.dir };
  }
  const session = await sessionFor(args, out, { wantWorker: false });
  try {
    const { runId, dir, from, events } = await runSource(session, run);
    const sources = sourcesOf(runId, dir, { session: from === 'history' ? session : null, args });
    return { data: await reportData(events(), sources), dir };
  } finally {
    await session.close();
  }
}

function sourcesOf(
  runId: string,
  dir: string,
  { session, args }: { session: Session | null; args: Args },
): ReportSources {
  const address = args.text('web-ui') ?? session?.uiUrl ?? null;
  const namespace = session?.namespace ?? args.text('namespace') ?? 'default';
  const webUi = address === null ? null : { address, namespace };
  return { runId, store: storeAt(dir), webUi, rows: args.on('rows') };
}
