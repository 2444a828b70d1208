/** What is asked of an S3 store, and what comes back: plain values, as they go between threads. */
import type { ObjectAddress } from '../../model/object-path.js';

/** An object as a listing or a look at it tells. */
export interface ObjectStat {
  size: number;
  /** Time of the last change, ms since 1970; whole seconds. */
  mtimeMs: number;
  etag: string;
}

/** An object below a folder: its key without that of the folder. */
export interface FoundObject extends ObjectStat {
  name: string;
}

/** A part of an upload that the store has. */
export interface UploadedPart {
  number: number;
  etag: string;
}

/** The calls: what each takes and gives. All of them throw errors with a code, as the system's calls do. */
export interface ObjectCalls {
  /** An object; null when there is none. */
  head(at: ObjectAddress): ObjectStat | null;
  /** An object whole, or its bytes [start, end), of this etag only where one is given; ENOENT when there is none. */
  read(at: ObjectAddress, range?: { start: number; end: number; etag?: string }): Uint8Array;
  /** Objects below a folder and, unless `deep`, the folders in it; at most `limit` of both. */
  list(
    at: ObjectAddress,
    how: { deep: boolean; limit: number | null },
  ): { objects: FoundObject[]; folders: string[] };
  /** Writes an object whole; EEXIST when there is one and `ifAbsent`. */
  put(at: ObjectAddress, bytes: Uint8Array, ifAbsent: boolean): void;
  /** Begins an upload in parts, and gives its id. */
  begin(at: ObjectAddress): string;
  part(at: ObjectAddress, upload: { id: string; number: number }, bytes: Uint8Array): UploadedPart;
  /** Makes the parts an object; EEXIST when there is one and `ifAbsent`. */
  finish(at: ObjectAddress, upload: { id: string; parts: UploadedPart[] }, ifAbsent: boolean): void;
  abandon(at: ObjectAddress, id: string): void;
  /** Abandons every upload below a folder; gives their number. */
  abandonBelow(at: ObjectAddress): number;
  remove(at: ObjectAddress): void;
  /** Removes every object below a folder. */
  removeBelow(at: ObjectAddress): void;
}

/** Name of a call. */
export type ObjectVerb = keyof ObjectCalls;

/** The same calls, answered in their own time. */
export type AsyncObjectCalls = {
  [V in ObjectVerb]: (...args: Parameters<ObjectCalls[V]>) => Promise<ReturnType<ObjectCalls[V]>>;
};

/** A call on its way to the thread that makes it. */
export interface ObjectRequest {
  verb: ObjectVerb;
  args: unknown[];
}

/** Why a call failed. `away`: the store does not answer, or has too much to do. */
export interface ObjectError {
  code: string;
  message: string;
  away: boolean;
}

/** Its answer. */
export type ObjectAnswer = { value: unknown } | { error: ObjectError };
