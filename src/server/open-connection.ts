/** Opens a connection that leaves nothing behind when it fails. */
import { Connection, type ConnectionOptions } from '@temporalio/client';

/** Bytes of one answer. gRPC's own 4 MiB is less than a page of history holds when a recipe is long. */
const LARGEST_ANSWER = 128 * 1024 * 1024;

/** Connects within `limitMs` milliseconds. @throws what the SDK throws; its retrying channel is closed then. */
export async function openConnection(options: ConnectionOptions, limitMs: number): Promise<Connection> {
  // `Connection.connect` would keep dialling after its failure, and with it this process alive.
  const channelArgs = { 'grpc.max_receive_message_length': LARGEST_ANSWER, ...options.channelArgs };
  const connection = Connection.lazy({ ...options, channelArgs, connectTimeout: limitMs });
  try {
    await connection.ensureConnected();
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
