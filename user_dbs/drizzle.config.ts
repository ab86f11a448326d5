import { defineConfig } from 'drizzle-kit'

/** `npm run migration -w @f2l/user-dbs` writes the next SQL file after a change of the schema. */
export default defineConfig({ dialect: 'sqlite', schema: './src/schema.ts', out: './drizzle', casing: 'snake_case' })
