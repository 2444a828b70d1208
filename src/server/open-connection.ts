/** Opens a connection that leaves nothing behind when it fails. */
import { Connection, type ConnectionOptions } from '@temporalio/client';

/** Connects within `limitMs` milliseconds. @throws what the SDK throws; its retrying channel is closed then. */
export async function openConnection(options: ConnectionOptions, limitMs: number): Promise<Connection> {
  // `Connection.connect` would keep dialling after its failure, and with it this process alive.
  const connection = Connection.lazy({ ...options, connectTimeout: limitMs });
  try {
    await connection.ensureConnected();
    return connection;
  } catch (error) {
    await connection.close();
    throw error;
  }
}
