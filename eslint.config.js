import reactHooks from "eslint-plugin-react-hooks";
import tseslint from "typescript-eslint";

const clockRules = [
  { selector: "MemberExpression[object.name='Date'][property.name='now']", message: "Time is an argument: take `now`, or ask the context's clock." },
  { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: "Time is an argument: take `now`, or ask the context's clock." },
];
const randomRule = { selector: "MemberExpression[object.name='Math'][property.name='random']", message: "Decisions are repeatable: take the number as an argument." };
const environmentRule = { selector: "MemberExpression[object.name='process'][property.name='env']", message: "Read the environment through app/env.server.ts." };

export default tseslint.config(
  { ignores: ["build/", "data/", ".cache/", "node_modules/", "app/adapters/db/generated/", "extensions/"] },
  ...tseslint.configs.strict,
  {
    files: ["**/*.{ts,tsx}"],
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/ban-ts-comment": ["error", { "ts-expect-error": true, "ts-ignore": true, "ts-nocheck": true }],
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "no-empty": ["error", { allowEmptyCatch: false }],
      "no-console": "error",
      eqeqeq: "error",
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    plugins: { "react-hooks": reactHooks },
    rules: {
      ...reactHooks.configs.recommended.rules,
      "no-restricted-syntax": ["error", ...clockRules, randomRule, environmentRule],
    },
  },
  { files: ["app/adapters/clock/**", "app/adapters/db/new-id.server.ts", "app/env.server.ts"], rules: { "no-restricted-syntax": "off" } },
  { files: ["app/load-context.d.ts"], rules: { "@typescript-eslint/no-empty-object-type": "off" } },
  { files: ["tests/setup/strict-console.ts"], rules: { "no-console": "off" } },
);
