import type { Look } from './people.ts'

/** The outline of the face in head units: eyes at y −8, chin at 101, crown at −106. */
export function facePath({ jaw }: Pick<Look, 'jaw'>): string {
  const cheek = 54 + 4 * jaw
  const chin = 13 + 11 * jaw
  return `M-61,-32 C-63,8 -${cheek + 2},38 -${38 + 8 * jaw},70 C-${28 + 6 * jaw},88 -${chin},101 0,101 C${chin},101 ${28 + 6 * jaw},88 ${38 + 8 * jaw},70 C${cheek + 2},38 63,8 61,-32 C61,-80 36,-106 0,-106 C-36,-106 -61,-80 -61,-32 Z`
}
