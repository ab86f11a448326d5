import { AppError } from '@f2l/common/errors.ts'

/** @throws AppError `conflict` for what lies in the bin */
export function requireOutOfBin({ binnedAt }: { binnedAt: string | null }): void {
  if (binnedAt !== null) throw new AppError('conflict', 'This recording lies in the bin. Please restore it first.')
}
