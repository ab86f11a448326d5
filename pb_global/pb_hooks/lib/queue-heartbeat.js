/**
 * Keeps a claim alive and tells how far the job is; progress never falls and never passes 100.
 * A cancelled job is told so; a stale token gets 409.
 */
function heartbeat(app, { jobId, claimToken, workerId, progress }) {
  const { now, inSeconds, secondsModifier, writeTransaction, updateReturningIds, announce } = require(`${__hooks}/lib/queue-database.js`)
  const { queueRules } = require(`${__hooks}/lib/queue-rules.js`)
  const { leaseSeconds } = queueRules()
  return writeTransaction(app, tx => {
    const [id] = updateReturningIds(tx, `
      UPDATE global_queue SET lease_expires_at = ${inSeconds('lease')}, stage = {:stage},
        progress = MAX(progress, {:percent}), seconds_left = {:secondsLeft}
      WHERE id = {:jobId} AND claim_token = {:claimToken} AND claim_token != '' AND status = 'processing'`,
    { jobId, claimToken, lease: secondsModifier(leaseSeconds), ...cleanProgress(progress) })
    if (!id) return answerWithoutClaim(tx, jobId, claimToken)
    tx.db().newQuery(`UPDATE workers SET last_seen_at = ${now} WHERE id = {:workerId}`).bind({ workerId }).execute()
    announce(tx, id)
    return { status: 200, body: { leaseSeconds, isCancelled: false } }
  })
}

function cleanProgress({ stage, percent, secondsLeft } = {}) {
  const isTime = Number.isFinite(secondsLeft) && secondsLeft >= 0
  return {
    stage: String(stage || '').slice(0, 40),
    percent: Number.isFinite(percent) ? Math.min(100, Math.max(0, percent)) : 0,
    secondsLeft: isTime ? secondsLeft : -1,
  }
}

function answerWithoutClaim(tx, jobId, claimToken) {
  const { isCancelledClaim, claimLost } = require(`${__hooks}/lib/queue-settle.js`)
  return isCancelledClaim(tx, jobId, claimToken) ? { status: 200, body: { leaseSeconds: 0, isCancelled: true } } : claimLost()
}

module.exports = { heartbeat }
