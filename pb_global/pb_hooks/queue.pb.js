/// <reference path="../pb_data/types.d.ts" />

// Every write to the queue. Backend routes ask for a superuser, worker routes for a `workers` record.
// Handlers run as programs of their own, so each one loads what it needs.

// Workers ------------------------------------------------------------------------------------------

// { name, secret, host, version } → { id, token }
routerAdd('POST', '/api/queue/workers', e => {
  const { registerWorker } = require(`${__hooks}/lib/queue-workers.js`)
  const { status, body } = registerWorker($app, e.requestInfo().body)
  return e.json(status, body)
}, $apis.bodyLimit(4096), $apis.skipSuccessActivityLog())

// { lane } → { row, claimToken, leaseSeconds } or { row: null }
routerAdd('POST', '/api/queue/claim', e => {
  const { claim } = require(`${__hooks}/lib/queue-claim.js`)
  const { lane } = e.requestInfo().body
  if (lane !== 'conversion' && lane !== 'short') throw new BadRequestError('unknown lane')
  const { status, body } = claim($app, { lane, workerId: e.auth.id })
  return e.json(status, body)
}, $apis.requireAuth('workers'), $apis.bodyLimit(1024), $apis.skipSuccessActivityLog())

// { fixedSeconds, secondsPerSourceSecond } → {}: how fast this worker is
routerAdd('POST', '/api/queue/pace', e => {
  const { tellPace } = require(`${__hooks}/lib/queue-workers.js`)
  const { status, body } = tellPace($app, e.auth.id, e.requestInfo().body)
  return e.json(status, body)
}, $apis.requireAuth('workers'), $apis.bodyLimit(1024), $apis.skipSuccessActivityLog())

// { claimToken, progress: { stage, percent, secondsLeft } } → { leaseSeconds, isCancelled }
routerAdd('POST', '/api/queue/jobs/{id}/heartbeat', e => {
  const { heartbeat } = require(`${__hooks}/lib/queue-heartbeat.js`)
  const { claimToken, progress } = e.requestInfo().body
  const { status, body } = heartbeat($app, { jobId: e.request.pathValue('id'), claimToken: String(claimToken || ''), workerId: e.auth.id, progress })
  return e.json(status, body)
}, $apis.requireAuth('workers'), $apis.bodyLimit(4096), $apis.skipSuccessActivityLog())

// { claimToken, outcome } → { jobStatus }
routerAdd('POST', '/api/queue/jobs/{id}/settle', e => {
  const { settle } = require(`${__hooks}/lib/queue-settle.js`)
  const { claimToken, outcome } = e.requestInfo().body
  const { status, body } = settle($app, { jobId: e.request.pathValue('id'), claimToken: String(claimToken || ''), outcome: outcome || {} })
  return e.json(status, body)
}, $apis.requireAuth('workers'), $apis.bodyLimit(65536), $apis.skipSuccessActivityLog())

// { ids } → { ids }: those of the jobs that nobody will go on with, so that nothing of them needs to be kept
routerAdd('POST', '/api/queue/over', e => {
  const { overOf } = require(`${__hooks}/lib/queue-reads.js`)
  const { status, body } = overOf($app, e.requestInfo().body.ids)
  return e.json(status, body)
}, $apis.requireAuth('workers'), $apis.bodyLimit(65536), $apis.skipSuccessActivityLog())

// Backend ------------------------------------------------------------------------------------------

// { user, kind, lane, subject, payload, priority, maxAttempts, sourceSeconds, runAfter?, idempotencyKey } → { row, alreadyThere }
routerAdd('POST', '/api/queue/jobs', e => {
  const { enqueue } = require(`${__hooks}/lib/queue-enqueue.js`)
  const { status, body } = enqueue($app, e.requestInfo().body)
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.bodyLimit(65536), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/queue/jobs/{id}/cancel', e => {
  const { cancel } = require(`${__hooks}/lib/queue-owner.js`)
  const { status, body } = cancel($app, e.request.pathValue('id'))
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/queue/jobs/{id}/requeue', e => {
  const { requeue } = require(`${__hooks}/lib/queue-owner.js`)
  const { status, body } = requeue($app, e.request.pathValue('id'))
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('GET', '/api/queue/jobs/{id}/place', e => {
  const { lineOf } = require(`${__hooks}/lib/queue-reads.js`)
  const { status, body } = lineOf($app, e.request.pathValue('id'))
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

// { claimToken } → { isLive }; a POST, so that the token stands in no address
routerAdd('POST', '/api/queue/jobs/{id}/live', e => {
  const { isLiveClaim } = require(`${__hooks}/lib/queue-reads.js`)
  const { status, body } = isLiveClaim($app, e.request.pathValue('id'), String(e.requestInfo().body.claimToken || ''))
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.bodyLimit(1024), $apis.skipSuccessActivityLog())

routerAdd('GET', '/api/queue/counts', e => {
  const { counts } = require(`${__hooks}/lib/queue-reads.js`)
  const { status, body } = counts($app)
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

// { olderThanSeconds } → { forgotten }
routerAdd('POST', '/api/queue/forget', e => {
  const { forgetEnded } = require(`${__hooks}/lib/queue-forget.js`)
  const { status, body } = forgetEnded($app, Number(e.requestInfo().body.olderThanSeconds))
  return e.json(status, body)
}, $apis.requireSuperuserAuth(), $apis.bodyLimit(1024), $apis.skipSuccessActivityLog())

// Nudges and housekeeping --------------------------------------------------------------------------

onRecordAfterCreateSuccess(e => {
  e.next()
  const { nudgeWorkers } = require(`${__hooks}/lib/queue-workers.js`)
  nudgeWorkers(e.app)
}, 'global_queue')

// A job that came back is claimable; one that ended may have made room for the next.
onRecordAfterUpdateSuccess(e => {
  e.next()
  if (e.record.getString('status') === 'processing') return
  const { nudgeWorkers } = require(`${__hooks}/lib/queue-workers.js`)
  nudgeWorkers(e.app)
}, 'global_queue')

onRecordAfterUpdateSuccess(e => {
  e.next()
  const { nudgeWorkers } = require(`${__hooks}/lib/queue-workers.js`)
  nudgeWorkers(e.app)
}, 'queue_pause')

onBootstrap(e => {
  e.next()
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  // At the very first start the migrations come after this.
  if (findOrNull(() => $app.findCollectionByNameOrId('global_queue')) === null) return
  const { graceAfterStart } = require(`${__hooks}/lib/queue-claim.js`)
  graceAfterStart($app)
})

// Claims take back expired jobs themselves; this is for an installation whose last worker is gone.
cronAdd('queue-take-back-expired', '* * * * *', () => {
  const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)
  const { takeBackExpired } = require(`${__hooks}/lib/queue-claim.js`)
  writeTransaction($app, tx => takeBackExpired(tx))
})

cronAdd('queue-forget-old-workers', '17 * * * *', () => {
  const { forgetOldWorkers } = require(`${__hooks}/lib/queue-workers.js`)
  forgetOldWorkers($app)
})
