/** The calls on an S3 store, by the SDK. Credentials, region and endpoint are those of the SDK's standard environment and files. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
  type ListObjectsV2CommandOutput,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import type { ObjectAddress } from '../../model/object-path.js';
import type { AsyncObjectCalls, FoundObject, ObjectStat } from './calls.js';
import { isMissing } from './s3-error.js';

/** Keys that one request may remove. */
const REMOVED_AT_ONCE = 1000;

/** A client of the SDK. */
export function clientOf(configuration: S3ClientConfig): S3Client {
  return new S3Client(configuration);
}

/** The calls by a client; nothing is asked before the first. */
export function s3Calls(client: S3Client): AsyncObjectCalls {
  return {
    head: (at) => head(client, at),
    read: (at, range) => read(client, at, range),
    list: (at, how) => list(client, at, how),
    put: async (at, bytes, ifAbsent) => {
      await client.send(new PutObjectCommand({ ...named(at), Body: bytes, ...onlyNew(ifAbsent) }));
    },
    begin: async (at) => {
      const { UploadId } = await client.send(new CreateMultipartUploadCommand(named(at)));
      return UploadId ?? '';
    },
    part: async (at, { id, number }, bytes) => {
      const input = { ...named(at), UploadId: id, PartNumber: number, Body: bytes };
      const { ETag = '' } = await client.send(new UploadPartCommand(input));
      return { number, etag: ETag };
    },
    finish: async (at, { id, parts }, ifAbsent) => {
      const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }));
      const input = { ...named(at), UploadId: id, MultipartUpload: { Parts }, ...onlyNew(ifAbsent) };
      await client.send(new CompleteMultipartUploadCommand(input));
    },
    abandon: (at, id) => abandon(client, at, id),
    abandonBelow: (at) => abandonBelow(client, at),
    remove: async (at) => {
      await client.send(new DeleteObjectCommand(named(at)));
    },
    removeBelow: (at) => removeBelow(client, at),
  };
}

function named({ bucket, key }: ObjectAddress): { Bucket: string; Key: string } {
  return { Bucket: bucket, Key: key };
}

/** The condition under which a name is given once, whoever asks at the same time. */
function onlyNew(ifAbsent: boolean): { IfNoneMatch?: string } {
  return ifAbsent ? { IfNoneMatch: '*' } : {};
}

async function head(client: S3Client, at: ObjectAddress): Promise<ObjectStat | null> {
  try {
    return statOf(await client.send(new HeadObjectCommand(named(at))));
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

function statOf(found: {
  ContentLength?: number | undefined;
  Size?: number | undefined;
  LastModified?: Date | undefined;
  ETag?: string | undefined;
}): ObjectStat {
  const size = found.ContentLength ?? found.Size ?? 0;
  return { size, mtimeMs: found.LastModified?.getTime() ?? 0, etag: found.ETag ?? '' };
}

async function read(
  client: S3Client,
  at: ObjectAddress,
  range?: { start: number; end: number; etag?: string },
): Promise<Uint8Array> {
  const part = range && { Range: `bytes=${range.start}-${range.end - 1}` };
  const condition = range?.etag === undefined ? {} : { IfMatch: range.etag };
  const { Body } = await client.send(new GetObjectCommand({ ...named(at), ...part, ...condition }));
  return (await Body?.transformToByteArray()) ?? new Uint8Array();
}

async function list(
  client: S3Client,
  at: ObjectAddress,
  { deep, limit }: { deep: boolean; limit: number | null },
): Promise<{ objects: FoundObject[]; folders: string[] }> {
  const objects: FoundObject[] = [];
  const folders: string[] = [];
  for await (const page of pages(client, at, { deep, limit })) {
    for (const { Key = '', ...found } of page.Contents ?? [])
      objects.push({ ...statOf(found), name: Key.slice(at.key.length) });
    for (const { Prefix = '' } of page.CommonPrefixes ?? [])
      folders.push(Prefix.slice(at.key.length).replace(/\/$/, ''));
    if (limit !== null && objects.length + folders.length >= limit) break;
  }
  return { objects, folders };
}

async function* pages(
  client: S3Client,
  { bucket, key }: ObjectAddress,
  { deep, limit }: { deep: boolean; limit: number | null },
): AsyncGenerator<ListObjectsV2CommandOutput> {
  let token: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: key,
        ...(deep ? {} : { Delimiter: '/' }),
        ...(limit === null ? {} : { MaxKeys: limit }),
        ...(token === undefined ? {} : { ContinuationToken: token }),
      }),
    );
    yield page;
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

async function abandon(client: S3Client, at: ObjectAddress, id: string): Promise<void> {
  try {
    await client.send(new AbortMultipartUploadCommand({ ...named(at), UploadId: id }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function abandonBelow(client: S3Client, { bucket, key }: ObjectAddress): Promise<number> {
  const { Uploads = [] } = await client.send(
    new ListMultipartUploadsCommand({ Bucket: bucket, Prefix: key }),
  );
  for (const { Key = '', UploadId = '' } of Uploads) await abandon(client, { bucket, key: Key }, UploadId);
  return Uploads.length;
}

async function removeBelow(client: S3Client, at: ObjectAddress): Promise<void> {
  const { objects } = await list(client, at, { deep: true, limit: null });
  for (let from = 0; from < objects.length; from += REMOVED_AT_ONCE) {
    const some = objects.slice(from, from + REMOVED_AT_ONCE).map(({ name }) => ({ Key: at.key + name }));
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket: at.bucket, Delete: { Objects: some, Quiet: true } }),
    );
    const [first] = Errors;
    if (first)
      throw Object.assign(new Error('not all objects were removed'), { name: first.Code ?? 'Error' });
  }
}
