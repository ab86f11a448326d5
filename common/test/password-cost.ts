import type { PocketBaseClient } from '@f2l/common/pocketbase-client.ts'

/** What PocketBase takes by itself: bcrypt with 2^10 rounds, a tenth of a second for every account, worker and sign-in. */
export const productCost = 10
/** bcrypt's least. */
const leastCost = 4

/** How dear the passwords of people and workers are from now on; tests that look at times take the product's own. */
export async function setPasswordCost(superuser: PocketBaseClient, cost = leastCost): Promise<void> {
  await Promise.all(['users', 'workers'].map(name => superuser.call(async pb => {
    const { fields } = await pb.collections.getOne(name)
    await pb.collections.update(name, { fields: fields.map(field => (field.type === 'password' ? { ...field, cost } : field)) })
  })))
}
