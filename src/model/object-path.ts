/**
 * Objects of an S3 store have paths like files: `s3://bucket/key` is the path `/s3:/bucket/key` everywhere inside, so that
 * paths are joined and compared as those of a disk are. The disk's door (storage/disk.ts) tells the two apart.
 */

const MOUNT = '/s3:/';
const SCHEME = 's3://';

/** Whether a path is that of an object, or of a folder of objects. */
export function isObjectPath(path: string): boolean {
  return path.startsWith(MOUNT);
}

/** Whether a name that a user gave is an address in an S3 store. */
export function isObjectUrl(name: string): boolean {
  return name.startsWith(SCHEME);
}

/** The path of `s3://bucket/key`; other names stay as they are. */
export function fromUrl(name: string): string {
  return isObjectUrl(name) ? MOUNT + name.slice(SCHEME.length) : name;
}

/** A path as the user writes it. */
export function shownPath(path: string): string {
  return isObjectPath(path) ? SCHEME + path.slice(MOUNT.length) : path;
}

/** A text in which paths of objects are told as the user writes them. */
export function shownPaths(text: string): string {
  return text.replaceAll(MOUNT, SCHEME);
}

/** Where an object is. Of a folder the key ends with `/`, or is empty for the bucket itself. */
export interface ObjectAddress {
  bucket: string;
  key: string;
}

/** Bucket and key of a path of an object. */
export function addressOf(path: string): ObjectAddress {
  const [bucket = '', ...rest] = path.slice(MOUNT.length).split('/');
  return { bucket, key: rest.join('/') };
}
