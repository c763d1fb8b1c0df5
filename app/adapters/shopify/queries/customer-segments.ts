import { z } from "zod";
import type { AdminQuery } from "../admin-api";
import { gid } from "../shapes";

/** Segments a page: what Shopify gives at most. */
export const SEGMENTS_A_PAGE = 250;

/**
 * Members a page. Shopify gives up to 1,000, but its points are counted by the member and 1,000 of them are more than one query may cost; a page is
 * also what is saved in one transaction.
 */
export const MEMBERS_A_PAGE = 250;

const segment = z.object({ id: gid("Segment"), name: z.string(), query: z.string() });
const pageInfo = z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() });

const listed = z.object({ segments: z.object({ nodes: z.array(segment), pageInfo }) });

/** The segments that the merchant has under Customers > Segments. */
export const customerSegments: AdminQuery<{ after: string | null }, z.infer<typeof listed>> = {
  document: `query CustomerSegments($after: String) {
    segments(first: ${SEGMENTS_A_PAGE}, after: $after) { nodes { id name query } pageInfo { hasNextPage endCursor } }
  }`,
  data: listed,
};

const one = z.object({ segment: segment.nullable() });

/** One of them; null where it was deleted. */
export const customerSegment: AdminQuery<{ id: string }, z.infer<typeof one>> = {
  document: "query CustomerSegment($id: ID!) { segment(id: $id) { id name query } }",
  data: one,
};

const search = z.object({ id: z.string(), done: z.boolean() });
const begun = z.object({
  customerSegmentMembersQueryCreate: z.object({ customerSegmentMembersQuery: search.nullable(), userErrors: z.array(z.object({ message: z.string() })) }).nullable(),
});

/** Lets Shopify gather the members of a segment, as those of large shops must be. The pages are then all of that one moment. */
export const startMemberSearch: AdminQuery<{ segmentId: string }, z.infer<typeof begun>> = {
  document: `mutation StartMemberSearch($segmentId: ID!) {
    customerSegmentMembersQueryCreate(input: { segmentId: $segmentId }) { customerSegmentMembersQuery { id done } userErrors { message } }
  }`,
  data: begun,
};

const state = z.object({ customerSegmentMembersQuery: search.nullable() });

/** Whether the members are gathered; null where Shopify knows the search no more. */
export const memberSearch: AdminQuery<{ id: string }, z.infer<typeof state>> = {
  document: "query MemberSearch($id: ID!) { customerSegmentMembersQuery(id: $id) { id done } }",
  data: state,
};

const page = z.object({ customerSegmentMembers: z.object({ edges: z.array(z.object({ node: z.object({ id: gid("CustomerSegmentMember") }) })), pageInfo }) });

/** A page of the members; the tail of a member's id is that of the customer. */
export const segmentMembers: AdminQuery<{ searchId: string; after: string | null }, z.infer<typeof page>> = {
  document: `query SegmentMembers($searchId: ID!, $after: String) {
    customerSegmentMembers(queryId: $searchId, first: ${MEMBERS_A_PAGE}, after: $after) { edges { node { id } } pageInfo { hasNextPage endCursor } }
  }`,
  data: page,
};
