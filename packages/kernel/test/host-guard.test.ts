import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectGuarded, guardHost, guardedSocket, isForbiddenAddress } from '../src/network';

/** The metadata service of AWS in every form that a resolver or a router takes for it. */
const metadata = [
  '169.254.169.254',
  '169.254.170.2',
  '::ffff:169.254.169.254',
  '::ffff:a9fe:a9fe',
  '0:0:0:0:0:ffff:a9fe:a9fe',
  '::ffff:0:a9fe:a9fe',
  '::169.254.169.254',
  '::a9fe:a9fe',
  '64:ff9b::a9fe:a9fe',
  '64:ff9b:1::169.254.169.254',
  '2002:a9fe:a9fe::',
  '2002:a9fe:a9fe::1',
  '2001:0:4136:e378:8000:63bf:5601:5601',
  'fd00:ec2::254',
  'FD00:0EC2:0:0:0:0:0:254',
  'fd00:ec2::23',
  'fd20:ce::254',
  'fe80::1%eth0',
  '100.100.100.200',
  '168.63.129.16',
  '192.0.0.192',
  '0.0.0.0',
  '::',
  '255.255.255.255',
  '239.1.2.3',
  'ff02::1',
];
/** Written as no address is written, but as the system reads them all the same. */
const odd = ['2852039166', '0xa9fea9fe', '0251.0376.0251.0376', '169.254.43518', '0xA9.0xFE.43518', '\uff11\uff16\uff19.254.169.254'];
const fine = ['127.0.0.1', '::1', '10.1.2.3', '192.168.0.7', '172.31.0.4', '8.8.8.8', 'fd12:3456::1', '2001:db8::1', '::ffff:10.0.0.1', '64:ff9b::10.0.0.1', '2002:0a00:0001::1'];

describe('hosts', () => {
  it.each(metadata)('%s is refused', async (host) => {
    expect(isForbiddenAddress(host)).toBe(true);
    await expect(guardHost(host)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(connectGuarded({ host, port: 80 })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it.each(odd)('%s is refused for what it leads to, or leads nowhere', async (host) => {
    // Systems differ in which of them they read; none may be connected to.
    const outcome = await guardHost(host).then((addresses) => `${addresses.length} addresses`, String);
    expect(outcome).toMatch(/^0 addresses$|metadata service/);
    await expect(connectGuarded({ host, port: 80 })).rejects.toBeDefined();
  });

  it.each(fine)('%s is taken', async (host) => {
    expect(isForbiddenAddress(host)).toBe(false);
    expect(await guardHost(host)).toEqual([host]);
  });

  it.each(['', 'a b', 'a/b', 'a@b', 'a#b', 'a?b', 'a\\b', "a'b", 'a\r\nHost: b', 'a\0b', '/var/run', '[::1]', 'http://a'])('%j is no host', async (host) => {
    await expect(guardHost(host)).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('not valid') as string });
  });
});

describe('sockets', () => {
  it('connect where they may, by name too', async () => {
    const server = createServer((socket) => socket.on('error', () => undefined).resume()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const guarded = await connectGuarded({ host: 'localhost', port });
    guarded.destroy();
    const socket = guardedSocket();
    socket.connect(port, 'localhost');
    await once(socket, 'connect');
    socket.destroy();
    server.close();
  });

  it('are ended before anything is sent where they may not, whatever judged the name before', async () => {
    for (const host of ['169.254.169.254', '2852039166', '0251.0376.0251.0376']) {
      const socket = guardedSocket();
      socket.connect(80, host);
      const [error] = (await once(socket, 'error')) as [Error];
      expect(`${error.message} ${'code' in error ? String(error.code) : ''}`).toMatch(/metadata service|ENOTFOUND|EAI_AGAIN/);
      expect(socket.bytesWritten).toBe(0);
    }
  });
});
