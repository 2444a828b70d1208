/** The ops that `checkpointing.op_names` and `op_list_to_trace` name must be in the recipe. */
import { isMapping, show, suggestion, type Entry } from './entries.js';
import { listedOps } from './fused-list.js';
import { problemAt, type RecipeProblem } from './problem.js';
import type { Setting } from './settle.js';

/** Adds a problem for each name that is no op of `process`, and for a manual strategy that names none. */
export function checkOpNames(settings: ReadonlyMap<string, Setting>, problems: RecipeProblem[]): void {
  const names = settings.get('checkpointing.op_names');
  const strategy = settings.get('checkpointing.strategy');
  const inProcess = namesInProcess(settings.get('process')?.entry);
  const given = (names?.value ?? []) as string[];
  for (const list of [names, settings.get('op_list_to_trace')])
    if (list && inProcess.size > 0) checkNames(list, inProcess, problems);
  if (strategy?.value === 'manual' && given.length === 0) {
    const { key, place } = strategy.entry;
    const message = `${key.key} manual needs checkpointing.op_names`;
    const hint = 'name the ops after which a checkpoint is to be written, or use disabled';
    problems.push(problemAt(place, { message, key: key.key, hint }));
  }
}

function checkNames({ value, entry }: Setting, inProcess: Set<string>, problems: RecipeProblem[]): void {
  const { key, source, path } = entry;
  (value as string[]).forEach((name, i) => {
    if (inProcess.has(name)) return;
    const message = `${key.key}: op ${show(name)} is not in process`;
    const hint = name.length <= 80 ? suggestion(name, inProcess) : null;
    problems.push(problemAt(source.place([...path, i]), { message, key: `${key.key}.${i}`, hint }));
  });
}

/** Names as the list gives them, right or wrong: what is wrong there is told there. */
function namesInProcess(list: Entry | undefined): Set<string> {
  const items = list ? listedOps(list, []) : [];
  return new Set(items.flatMap(({ item }) => (isMapping(item) ? Object.keys(item) : [String(item)])));
}
