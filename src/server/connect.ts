/** Which server a command talks to, and the connection to a configured one. */
import { isGrpcServiceError, type Connection, type ConnectionOptions } from '@temporalio/client';
import { loadClientConnectConfig, type ClientConnectConfig } from '@temporalio/envconfig';
import { devNull } from 'node:os';
import { resolve } from 'node:path';
import { JuicerError } from '../model/errors.js';
import { DEFAULT_NAMESPACE } from './namespace.js';
import { openConnection } from './open-connection.js';

/** Connection settings from the command line; each one goes before its environment variable. */
export interface TargetFlags {
  address?: string;
  namespace?: string;
  profile?: string;
  apiKey?: string;
  stateDir?: string;
}

/** Settings of a configured server; `connection` suits the SDK's client and worker connections alike. */
export interface RemoteConfig {
  address: string;
  namespace: string;
  connection: ClientConnectConfig['connectionOptions'];
}

/** The server to use: a configured one, or the embedded one of a state folder (absolute path). */
export type Target = { kind: 'remote'; config: RemoteConfig } | { kind: 'embedded'; stateDir: string };

const CONNECT_LIMIT_S = 5;

/**
 * Decides by `TEMPORAL_ADDRESS`, a profile (`TEMPORAL_PROFILE`, or the one in a file named by `TEMPORAL_CONFIG_FILE`), or
 * their flags; without these the embedded server. A profile file that merely lies in its usual place decides nothing:
 * work must not end up on a shared server by accident.
 * @throws JuicerError E_USAGE when the settings contradict each other, or a profile or certificate cannot be read.
 */
export function resolveTarget({ env, flags }: { env: NodeJS.ProcessEnv; flags: TargetFlags }): Target {
  const remote = flags.address ?? flags.profile;
  if (remote !== undefined && flags.stateDir !== undefined) {
    throw new JuicerError(
      'E_USAGE',
      '--state-dir is for the embedded server and cannot go with --address or --profile',
    );
  }
  const settings = withFlags(env, flags);
  const named =
    settings['TEMPORAL_ADDRESS'] ?? settings['TEMPORAL_PROFILE'] ?? settings['TEMPORAL_CONFIG_FILE'];
  if (flags.stateDir === undefined && named !== undefined) {
    const { connectionOptions, namespace } = load(settings);
    const address = connectionOptions.address;
    if (address)
      return {
        kind: 'remote',
        config: { address, namespace: namespace ?? DEFAULT_NAMESPACE, connection: connectionOptions },
      };
    const profile = settings['TEMPORAL_PROFILE'];
    if (profile !== undefined)
      throw new JuicerError('E_USAGE', `connection profile ${profile} has no address`);
  }
  return { kind: 'embedded', stateDir: resolve(flags.stateDir ?? (env['JUICER_STATE_DIR'] || '.juicer')) };
}

/**
 * Connects within 5 seconds.
 * @throws JuicerError E_CONNECTION when nothing answers there, or it refuses us.
 */
export async function connectRemote(config: RemoteConfig): Promise<Connection> {
  const options = config.connection as ConnectionOptions;
  try {
    return await openConnection({ ...options, address: config.address }, CONNECT_LIMIT_S * 1000);
  } catch (error) {
    throw connectionError(config.address, error);
  }
}

/** A sentence to show when data about runs would cross a network unencrypted, else null. */
export function plaintextWarning(config: RemoteConfig): string | null {
  const host = config.address.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const local = host === 'localhost' || host === '::1' || /^127\./.test(host);
  if (local || config.connection.tls) return null;
  return `connection to ${config.address} is not encrypted (set TEMPORAL_TLS=true, or certificates)`;
}

function withFlags(env: NodeJS.ProcessEnv, flags: TargetFlags): Record<string, string> {
  const overrides = {
    TEMPORAL_ADDRESS: flags.address,
    TEMPORAL_NAMESPACE: flags.namespace,
    TEMPORAL_PROFILE: flags.profile,
    TEMPORAL_API_KEY: flags.apiKey,
  };
  const set = (entries: Record<string, string | undefined>) =>
    Object.entries(entries).filter(([, value]) => value);
  return Object.fromEntries([...set(env), ...set(overrides)]) as Record<string, string>;
}

function load(settings: Record<string, string>): ClientConnectConfig {
  try {
    // The null device stands for no file at all; the SDK stumbles over an empty one.
    const disableFile = settings['TEMPORAL_CONFIG_FILE'] === devNull;
    return loadClientConnectConfig({ overrideEnvVars: settings, disableFile });
  } catch (error) {
    // The first line only: a parser quotes the line it stumbled over, which may hold a key.
    const detail = (error instanceof Error ? error.message : String(error)).split('\n', 1)[0];
    throw new JuicerError('E_USAGE', `connection settings cannot be used: ${detail}`);
  }
}

function connectionError(address: string, cause: unknown): JuicerError {
  // 7 and 16 are gRPC's permission denied and unauthenticated: something answered.
  if (isGrpcServiceError(cause) && (cause.code === 7 || cause.code === 16)) {
    return new JuicerError('E_CONNECTION', `server address ${address} refused the credentials`, { cause });
  }
  const hint =
    'Check the address, TLS and that the server runs; without TEMPORAL_ADDRESS a local server is started.';
  return new JuicerError(
    'E_CONNECTION',
    `server address ${address} does not answer within ${CONNECT_LIMIT_S} s`,
    { cause, hint },
  );
}
