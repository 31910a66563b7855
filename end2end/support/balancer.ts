/** What stands in front of several nodes: each connection goes to the first that takes it. */
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

export type Balancer = { url: string; close: () => void };

/** Listens in front of these nodes, the one to prefer first. */
export async function inFrontOf(nodes: string[]): Promise<Balancer> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    open.add(client);
    client.on("close", () => open.delete(client));
    pass(client, nodes.map((node) => new URL(node)));
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.close();
    for (const client of open) client.destroy();
  };
  return { url: `http://127.0.0.1:${port}`, close };
}

function pass(client: Socket, [node, ...others]: URL[]) {
  if (!node) {
    client.destroy();
    return;
  }
  const upstream = connect(Number(node.port), node.hostname);
  let isConnected = false;
  upstream.on("connect", () => {
    isConnected = true;
    client.pipe(upstream).pipe(client);
  });
  upstream.on("error", () => {
    if (isConnected) client.destroy();
    else pass(client, others);
  });
  upstream.on("close", () => isConnected && client.destroy());
  client.on("error", () => upstream.destroy());
  client.on("close", () => upstream.destroy());
}
