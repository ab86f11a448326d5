/**
 * Why a link does not open; every public address of it answers the same. A link that is off, binned or unknown is
 * `not_found`. Apart from the other contracts: the share page loads it, and must not load their parser.
 */
export const shutReasons = ['share.password_required', 'share.sign_in_required', 'share.not_for_you', 'share.expired', 'not_found'] as const
export type ShutReason = (typeof shutReasons)[number]
