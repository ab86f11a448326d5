/** A remembered volume from above 0 to 1; else full. */
export function parseVolume(text: string | null): number {
  const value = Number(text)
  return value > 0 && value <= 1 ? value : 1
}
