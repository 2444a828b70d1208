/** Whether the bytes of partitions are still those that were cut, by their files as they are now. */
import type { Partition } from '../model/plan.js';
import { ContentReader } from './content.js';

/**
 * Id of the first partition whose bytes have another hash; null when all have theirs. Given in order, compressed files
 * are decompressed once.
 * @throws JuicerError E_INPUT_MISSING or E_IO when a file cannot be read.
 */
export async function firstChanged(
  partitions: readonly Partition[],
  onProgress: (bytes: number) => void,
): Promise<number | null> {
  const reader = new ContentReader(null);
  let done = 0;
  try {
    for (const { id, sources, sha256, bytes } of partitions) {
      const found = await reader.partition(sources);
      if (found.sha256 !== sha256) return id;
      onProgress((done += bytes));
    }
    return null;
  } finally {
    await reader.close();
  }
}
