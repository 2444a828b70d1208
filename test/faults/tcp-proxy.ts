/** A TCP proxy that can be cut: what is behind it is unreachable then, and nobody is told. */
import { once } from 'node:events';
import net from 'node:net';

/** A proxy on loopback. */
export interface TcpProxy {
  address: string;
  /** Ends every connection and takes no other until `join`. */
  cut(): void;
  join(): void;
  close(): Promise<void>;
}

/** Starts a proxy in front of `host:port`. */
export async function tcpProxy(target: string): Promise<TcpProxy> {
  const [host = '', port = ''] = target.split(':');
  const open = new Set<net.Socket>();
  let isCut = false;
  const server = net.createServer((near) => {
    if (isCut) return void near.destroy();
    const far = net.connect(Number(port), host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: own } = server.address() as net.AddressInfo;
  const drop = (): void => open.forEach((socket) => socket.destroy());
  return {
    address: `127.0.0.1:${own}`,
    cut() {
      isCut = true;
      drop();
    },
    join() {
      isCut = false;
    },
    async close() {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}
