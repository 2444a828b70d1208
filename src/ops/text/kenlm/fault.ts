/** What is wrong with a file of a language model. */
import { JuicerError } from '../../../model/errors.js';

/** @throws JuicerError E_RECIPE that names the file. */
export function modelFault(file: string, problem: string): never {
  throw new JuicerError('E_RECIPE', `model file ${file} ${problem}`, {
    place: file,
    hint: 'give the path of a KenLM model: ARPA text, such text in gzip, or what build_binary makes of it: probing without rest costs, or any trie',
  });
}
