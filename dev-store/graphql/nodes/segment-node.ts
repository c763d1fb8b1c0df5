import { badArgument } from "../refusals.ts";
import { connection } from "../connection.ts";
import { dateTime, gid, tailOf } from "../graphql-format.ts";
import { customerNode } from "./customer-node.ts";
import type { ConnectionArgs } from "../connection.ts";
import type { Customer } from "../../state/types.ts";
import type { GraphqlContext, NodeFields } from "../graphql-context.ts";
import type { ListArgs } from "../graph.ts";
import type { MemberSearch, StoreSegment } from "../customer-segments.ts";

const MEMBERS_A_PAGE = 1_000;

export function segmentNode({ id, name, query, createdAt }: StoreSegment): NodeFields {
  return { __typename: "Segment", id: gid("Segment", id), name, query, creationDate: dateTime(createdAt), lastEditDate: dateTime(createdAt) };
}

export function segmentListing(context: GraphqlContext, args: ListArgs) {
  return connection(context, { items: context.segments.all, id: ({ id }) => id, value: ({ createdAt }) => createdAt, node: segmentNode }, args);
}

export interface MemberArgs extends ConnectionArgs {
  segmentId?: string | null;
  query?: string | null;
  queryId?: string | null;
}

/** By `segmentId` as they are now, by `queryId` as they were when the search began. */
export function memberListing(context: GraphqlContext, args: MemberArgs) {
  const members = membersAsked(context, args);
  const listed = connection(context, { items: members, id: ({ id }) => id, value: ({ id }) => id.padStart(24, "0"), node: (customer) => memberNode(context, customer) }, args, MEMBERS_A_PAGE);
  return { edges: listed.edges, pageInfo: listed.pageInfo, totalCount: members.length };
}

function membersAsked(context: GraphqlContext, { segmentId, query, queryId }: MemberArgs): Customer[] {
  const { customers } = context.store.state;
  if (query) throw badArgument("The local store finds members by the id of a segment only.");
  if (queryId) {
    const search = context.segments.search(tailOf(queryId, "CustomerSegmentMembersQuery"));
    if (!search) throw badArgument("The customer segment members query was not found.");
    if (search.pending > 0) throw badArgument("The customer segment members query is still in progress.");
    return search.members.flatMap((id) => customers.get(id) ?? []);
  }
  const segment = segmentId ? context.segments.find(tailOf(segmentId, "Segment")) : undefined;
  if (!segment) throw badArgument("Segment does not exist.");
  return context.segments.members(segment, customers.values(), context.now);
}

/** A member's id ends as the customer's does. */
function memberNode(context: GraphqlContext, customer: Customer): NodeFields {
  const { displayName, firstName, lastName, defaultEmailAddress, defaultPhoneNumber, defaultAddress, numberOfOrders, amountSpent } = customerNode(context, customer);
  return { __typename: "CustomerSegmentMember", id: gid("CustomerSegmentMember", customer.id), displayName, firstName, lastName, defaultEmailAddress, defaultPhoneNumber, defaultAddress, numberOfOrders, amountSpent, lastOrderId: customer.lastOrderId ? gid("Order", customer.lastOrderId) : null, note: null };
}

export function memberSearchNode(search: MemberSearch): NodeFields {
  return { __typename: "CustomerSegmentMembersQuery", id: gid("CustomerSegmentMembersQuery", search.id), done: search.pending === 0, currentCount: search.pending === 0 ? search.members.length : 0 };
}
