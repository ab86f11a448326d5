import { open } from 'node:fs/promises'
import type { Picture } from './face-detector.ts'

/** Pictures that wait in a file: many hours have more of them than should be held. */
export interface PictureAlbum {
  /** Source seconds, ascending. */
  times: readonly number[]
  /** The picture of one of the times. */
  read(index: number): Promise<Picture>
}

export const noAlbum: PictureAlbum = { times: [], read: async () => { throw new RangeError('the album is empty') } }

/** An album in a file of raw RGB pictures of one size; one is read whenever it is wanted. */
export function openAlbum(path: string, { width, height }: { width: number; height: number }, times: readonly number[]): PictureAlbum {
  const size = 3 * width * height
  return {
    times,
    async read(index) {
      const file = await open(path)
      try {
        const rgb = new Uint8Array(size)
        const { bytesRead } = await file.read(rgb, 0, size, index * size)
        if (bytesRead < size) throw new RangeError(`no whole picture ${index} in the album`)
        return { width, height, rgb }
      } finally {
        await file.close()
      }
    },
  }
}
