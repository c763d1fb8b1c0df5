import { z } from "zod";
import { gid, instantText } from "../shapes";

/** collections/create and collections/update: nothing of the products in it. */
export const collectionPayload = z.object({ admin_graphql_api_id: gid("Collection"), title: z.string(), updated_at: instantText });

export const deletedCollectionPayload = z.object({ admin_graphql_api_id: gid("Collection") });

export type CollectionPayload = z.infer<typeof collectionPayload>;
export type DeletedCollectionPayload = z.infer<typeof deletedCollectionPayload>;
