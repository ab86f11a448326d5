import { logoLimits } from '@f2l/common/contracts/brand.ts'

export type LogoProblem = 'notAPicture' | 'logoTooLarge'

const readTypes = ['image/png', 'image/jpeg', 'image/webp']
const mostFileBytes = 20 * 1024 * 1024
/** A picture of many colours can be large as a PNG: then it is made smaller until it fits. */
const tries = 4

/** The picture as a PNG that the server takes, or why there is none. */
export async function logoPicture(file: File): Promise<Blob | LogoProblem> {
  if (!readTypes.includes(file.type)) return 'notAPicture'
  if (file.size > mostFileBytes) return 'logoTooLarge'
  const picture = await createImageBitmap(file).catch(() => null)
  if (!picture || picture.width === 0 || picture.height === 0) return 'notAPicture'
  try {
    let largest: number = logoLimits.pixels
    for (let n = 0; n < tries; n += 1, largest /= 1.5) {
      const png = await drawn(picture, Math.floor(largest))
      if (png && png.size <= logoLimits.bytes) return png
    }
    return 'notAPicture'
  } finally {
    picture.close()
  }
}

function drawn(picture: ImageBitmap, largest: number): Promise<Blob | null> {
  const scale = Math.min(1, largest / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const pen = canvas.getContext('2d')
  if (!pen) return Promise.resolve(null)
  pen.imageSmoothingQuality = 'high'
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return new Promise(done => canvas.toBlob(done, 'image/png'))
}
