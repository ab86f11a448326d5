/** How far around its place a stretch of sound is searched for. */
export const reachSeconds = 0.15
