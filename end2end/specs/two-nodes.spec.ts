/** The journey of `broadcast.spec.ts` with people on two nodes of one portal, and one node that is killed. */
import { expect, test, visit } from "../fixtures.ts";
import { camille, helene } from "../support/accounts.ts";
import { inFrontOf } from "../support/balancer.ts";
import {
  acknowledgeAt,
  acknowledged,
  approvedChange,
  covered,
  expectCoverage,
  expectProved,
  newInstruction,
  newSpace,
  newVendor,
  opened,
  publish,
  readByAll,
  type Desk,
} from "../support/critical.ts";

/** Two nodes on one PostgreSQL, and the process of the first. */
const [nodeA, nodeB] = [process.env.PALIER_NODE_A ?? "", process.env.PALIER_NODE_B ?? ""];
const processA = Number(process.env.PALIER_NODE_A_PID);

test.skip(!nodeA || !nodeB || !processA, "one server only: `cargo xtask test --only browser` starts two nodes");

test("a critical change crosses two nodes, and goes on when one of them is killed", async ({ open, portal, watch }) => {
  test.setTimeout(600_000);
  const balancer = await inFrontOf([nodeA, nodeB]);
  watch.alsoAt(nodeA);
  watch.alsoAt(balancer.url);
  const { vendor, agents, lead } = await newVendor(portal, 5);
  const [first, roaming, ...others] = agents;
  const second = await portal.addPerson("referent");

  // Those who write are on one node, those who read on the other.
  const desk = async (baseURL: string): Promise<Desk> => ({
    author: await open(camille, { baseURL }),
    referents: [await open(helene, { baseURL }), await open(second, { baseURL })],
  });
  const deskA = await desk(nodeA);
  const instruction = await newInstruction(deskA, await newSpace(deskA.referents[0], vendor));
  const team = { agent: await open(first), lead: await open(lead), agents, at: nodeB };
  await visit(team.agent, instruction.article);
  await expect(team.agent.locator(".prose")).toContainText("14 jours");
  const days = { before: "14", after: "10" };
  await publish(deskA.referents[0], await approvedChange(deskA, instruction, days), days);
  const card = await readByAll(team, instruction, days);
  await expectProved(deskA.referents[0], instruction, card);

  // Another change, told by one node; an agent and a board are on the other, which dies when some have read it.
  for (const page of [deskA.author, ...deskA.referents]) await page.context().close();
  const deskB = await desk(nodeB);
  const agent = await open(roaming, { baseURL: balancer.url });
  const board = await open(lead, { baseURL: balancer.url });
  await visit(agent, instruction.article);
  const more = { before: "10", after: "7" };
  await publish(deskB.referents[0], await approvedChange(deskB, instruction, more), more);
  await covered(agent, instruction, more);
  const next = await opened(agent, instruction, more);
  await visit(board, `${next}/board`);
  await acknowledgeAt(nodeA, first, next, more);
  await expectCoverage(board, 1, 5);

  watch.expectBreak(nodeA);
  process.kill(processA, "SIGKILL");
  for (const who of others) await acknowledgeAt(nodeB, who, next, more);
  await acknowledged(agent, more);
  // The board has come back to the other node by itself, and missed nothing.
  await expectCoverage(board, 5, 5);
  await visit(agent, instruction.article);
  await expect(agent.locator(".prose")).toContainText("7 jours");
  await expectProved(deskB.referents[0], instruction, next);
  // They would go on asking.
  for (const page of [agent, board]) await page.context().close();
  balancer.close();
});
