import { sql, type SqlBool } from "kysely";

/** That a run has not ended, in the words of the index that holds those inside: it serves no statement which hands the status over as a value. */
export const runIsActive = sql<SqlBool>`"Run"."status" = 'active'`;
