/** A function for the tests of `js_file_mapper`. */

/** The row with its text reversed by code points. */
export function process_single<T extends { text: string }>(row: T): T {
  return { ...row, text: Array.from(row.text).reverse().join('') };
}
