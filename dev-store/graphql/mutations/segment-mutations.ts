import { memberSearchNode } from "../nodes/segment-node.ts";
import { tailOf } from "../graphql-format.ts";
import type { GraphqlContext } from "../graphql-context.ts";

export function segmentMutations(context: GraphqlContext): Record<string, unknown> {
  return {
    customerSegmentMembersQueryCreate: ({ input }: { input: { segmentId?: string | null; query?: string | null } }) => {
      const segment = input.segmentId ? context.segments.find(tailOf(input.segmentId, "Segment")) : undefined;
      if (!segment) return { customerSegmentMembersQuery: null, userErrors: [{ field: ["input", "segmentId"], message: "Segment does not exist.", code: "INVALID" }] };
      return { customerSegmentMembersQuery: memberSearchNode(context.segments.begin(segment, context.store.state.customers.values(), context.now)), userErrors: [] };
    },
  };
}
