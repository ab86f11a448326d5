import { discussion, type Discussion } from '@f2l/common/contracts/comments.ts'

/** As anybody with the link reads it. */
export async function readDiscussion(publicUrl: string, token: string | null): Promise<Discussion> {
  return discussion.parse(await (await fetch(`${publicUrl}/api/v1/share/${token}/discussion`)).json())
}
