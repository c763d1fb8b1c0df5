/** Owned by Shopify's session storage, which keeps its types on both databases. */
const SESSION = "Session";

const HEADER = `// Generated from ../schema.prisma by \`npm run postgres-schema\`; do not edit. Booleans of our own tables are integers,
// since the statements store 0 and 1 on both databases.

datasource db {
  provider = "postgresql"
  url      = env("DATABASE_URL")
}

generator client {
  provider   = "prisma-client"
  output     = "../../app/adapters/db/generated/prisma-postgres"
  engineType = "client"
}
`;

/** The PostgreSQL schema of the one schema. Throws where a model cannot be carried over. */
export function toPostgresSchema(schema: string): string {
  const models = schema.match(/(?:^\/\/\/.*\n)*^model \w+ \{\n[\s\S]*?^\}\n/gm) ?? [];
  if (models.length === 0) throw new Error("The schema has no models.");
  return `${HEADER}\n${models.map((model) => (model.includes(`model ${SESSION} {`) ? model : withIntegers(model))).join("\n")}`;
}

function withIntegers(model: string): string {
  return model.split("\n").map((line) => {
    const field = /^( {2}\w+ +)Boolean(\??)(.*)$/.exec(line);
    if (!field) return line;
    const [, name, optional, rest = ""] = field;
    return `${name}Int${optional}${rest.replace("@default(false)", "@default(0)").replace("@default(true)", "@default(1)")}`;
  }).join("\n");
}
