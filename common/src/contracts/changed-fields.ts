import { z } from 'zod'

type Changed<S extends z.ZodRawShape> = { [K in keyof S]: S[K] extends z.ZodDefault<infer T extends z.ZodType> ? z.ZodOptional<T> : S[K] extends z.ZodType ? z.ZodOptional<S[K]> : never }

/** The same fields, each of which may be left out: no default stands in for one that is not there. */
export function changedFields<S extends z.ZodRawShape>({ shape }: z.ZodObject<S>): z.ZodObject<Changed<S>> {
  const fields = Object.entries(shape).map(([name, field]) => [name, z.optional(field instanceof z.ZodDefault ? field.unwrap() : field)])
  return z.object(Object.fromEntries(fields) as Changed<S>)
}
