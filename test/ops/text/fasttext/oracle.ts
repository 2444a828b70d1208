/** fastText itself, compiled to WebAssembly: what the port is held against. */
import { pathToFileURL } from 'node:url';
import { getFastTextClass, getFastTextModule } from 'fasttext.wasm.js';
import { lower } from '../../../../src/ops/text/python.js';

/** Language and score of a text by fastText, prepared as Data-Juicer prepares it. */
export type Oracle = (text: string) => { label: string; score: number };

/** Loads a model file into fastText. */
export async function loadOracle(path: string): Promise<Oracle> {
  const FastText = await getFastTextClass({ getFastTextModule });
  const model = await new FastText().loadModel(pathToFileURL(path).href);
  return (text) => {
    const best = model.predict(lower(text).replaceAll('\n', ' '), 1, 0).get(0);
    return { label: best[1].replace('__label__', ''), score: best[0] };
  };
}
