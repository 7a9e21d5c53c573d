// Where the nodes and links of a diagram go: by ELK, the Eclipse layout kernel, in layers from above to below. It is
// loaded with the first diagram only.

import type { ElkExtendedEdge, ElkNode, ElkPort, LayoutOptions } from "elkjs/lib/elk-api.js";
import type { Diagram, DiagramLink, DiagramNode } from "./node-link.ts";
import { labelSize, sizeOf, tabSize } from "./node-link-sizes.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Place extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Placed {
  readonly node: DiagramNode;
  readonly place: Place;
}

/** All places are those on the picture, in CSS pixels. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** groups before what they hold */
  readonly nodes: readonly Placed[];
  readonly links: readonly {
    readonly link: DiagramLink;
    readonly points: readonly Point[];
    readonly label: Place | undefined;
  }[];
}

const options = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.hierarchyHandling": "INCLUDE_CHILDREN",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.json.shapeCoords": "ROOT",
  "elk.json.edgeCoords": "ROOT",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  "elk.layered.nodePlacement.favorStraightEdges": "true",
  "elk.layered.edgeLabels.sideSelection": "ALWAYS_DOWN",
  "elk.layered.spacing.nodeNodeBetweenLayers": "11",
  "elk.layered.spacing.edgeNodeBetweenLayers": "12",
  "elk.spacing.nodeNode": "26",
  "elk.spacing.edgeNode": "18",
  "elk.spacing.edgeEdge": "14",
  "elk.spacing.edgeLabel": "5",
  "elk.padding": "[top=12,left=12,bottom=12,right=12]",
};

export async function layOut({ nodes, links }: Diagram): Promise<Layout> {
  const { default: Elk } = await import("elkjs/lib/elk.bundled.js");
  const all = flatNodes(nodes);
  const kinds = new Map(all.map(({ id, kind }) => [id, kind]));
  const ports = new Map<string, ElkPort[]>();
  const edges = links.map((link, i): ElkExtendedEdge => {
    const isBypass = link.kind === "bypass";
    const [from, to] = [`${link.from}.out.${link.kind}`, `${link.to}.in.${i}`];
    addPort(ports, link.from, from, isBypass && kinds.get(link.from) === "dot" ? "EAST" : "SOUTH");
    addPort(ports, link.to, to, isBypass && kinds.get(link.to) === "sign" ? "EAST" : "NORTH");
    return {
      id: `e${i}`,
      sources: [from],
      targets: [to],
      labels: link.label === "" ? [] : [{ text: link.label, ...labelSize(link) }],
      layoutOptions: { "elk.layered.priority.straightness": link.kind === "flow" ? "10" : "0" },
    };
  });
  const layOutWith = (more: LayoutOptions) => {
    const children = nodes.map((node) => elkNode(node, ports, more));
    const graph: ElkNode & { edges: ElkExtendedEdge[] } = {
      id: "diagram",
      layoutOptions: { ...options, ...more },
      children,
      edges,
    };
    return new Elk.default().layout<typeof graph>(structuredClone(graph));
  };
  // Branches look best in their order in the program; ELK 0.12 fails to keep it where a group has loose parts.
  const laidOut = await layOutWith({ "elk.layered.considerModelOrder.strategy": "PREFER_EDGES" }).catch(() =>
    layOutWith({}),
  );

  const placed = new Map(flat(laidOut.children ?? []).map((node) => [node.id, node]));
  return {
    width: laidOut.width ?? 0,
    height: laidOut.height ?? 0,
    nodes: all.map((node) => ({ node, place: placeOf(placed.get(node.id)) })),
    links: links.map((link, i) => {
      const edge = laidOut.edges?.[i];
      const points = (edge?.sections ?? []).flatMap(({ startPoint, bendPoints = [], endPoint }) => [
        startPoint,
        ...bendPoints,
        endPoint,
      ]);
      const label = edge?.labels?.[0];
      return { link, points, label: label && placeOf(label) };
    }),
  };
}

function elkNode(node: DiagramNode, ports: ReadonlyMap<string, ElkPort[]>, more: LayoutOptions): ElkNode {
  if (node.kind === "group") {
    const tab = tabSize(node);
    const widest = Math.max(...flatNodes(node.nodes).map((inner) => sizeOf(inner).width));
    const side = Math.max(16, Math.ceil((tab.width + 10 - widest) / 2));
    return {
      id: node.id,
      children: node.nodes.map((inner) => elkNode(inner, ports, more)),
      layoutOptions: {
        ...options,
        ...more,
        "elk.padding": `[top=${tab.height + 10},left=${side},bottom=14,right=${side}]`,
      },
    };
  }
  return {
    id: node.id,
    ...sizeOf(node),
    ports: ports.get(node.id) ?? [],
    layoutOptions: { "elk.portConstraints": "FIXED_SIDE" },
  };
}

function addPort(ports: Map<string, ElkPort[]>, node: string, id: string, side: string): void {
  const its = ports.get(node) ?? [];
  ports.set(node, its);
  if (its.every((port) => port.id !== id)) {
    its.push({ id, width: 0, height: 0, layoutOptions: { "elk.port.side": side } });
  }
}

function flatNodes(nodes: readonly DiagramNode[]): DiagramNode[] {
  return nodes.flatMap((node) => (node.kind === "group" ? [node, ...flatNodes(node.nodes)] : [node]));
}

function flat(nodes: readonly ElkNode[]): ElkNode[] {
  return nodes.flatMap((node) => [node, ...flat(node.children ?? [])]);
}

function placeOf(placed: Partial<Place> | undefined): Place {
  const { x = 0, y = 0, width = 0, height = 0 } = placed ?? {};
  return { x, y, width, height };
}
