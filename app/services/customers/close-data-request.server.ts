import type { ServiceContext } from "~/app-context";

/** The merchant has handed the data over: the request and its report, which names the customer, are removed. */
export async function closeDataRequest(context: ServiceContext, shopId: number, requestId: string): Promise<void> {
  await context.db.write((tx) => tx.forShop(shopId).deleteFrom("DataRequest").where("id", "=", requestId).execute());
}
