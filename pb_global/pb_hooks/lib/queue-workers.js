/** Registers a worker (or finds it again) and gives it a token. Knowing WORKER_SECRET is what makes a worker. */
function registerWorker(app, { name, secret, host, version }) {
  const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
  const { refusal } = require(`${__hooks}/lib/queue-enqueue.js`)
  const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)
  const expected = $os.getenv('WORKER_SECRET')
  if (!expected || !$security.equal($security.sha256(expected), $security.sha256(String(secret)))) {
    return refusal(401, 'auth.required', 'This worker has another WORKER_SECRET than the server.')
  }
  // Loop and heartbeat of one worker register at the same moment: whoever comes second finds the record.
  return writeTransaction(app, tx => {
    const known = findOrNull(() => tx.findFirstRecordByData('workers', 'name', String(name)))
    const worker = known || new Record(tx.findCollectionByNameOrId('workers'), { name })
    if (!known) worker.setRandomPassword()
    worker.set('host', host)
    worker.set('version', version)
    worker.set('last_seen_at', new DateTime())
    tx.save(worker)
    return { status: 200, body: { id: worker.id, token: worker.newAuthToken() } }
  })
}

/** Keeps how fast a worker says it is: a conversion's fixed seconds, and those for a second of the recording. */
function tellPace(app, workerId, { fixedSeconds, secondsPerSourceSecond }) {
  if (!(fixedSeconds >= 0 && fixedSeconds < 3600 && secondsPerSourceSecond > 0 && secondsPerSourceSecond < 1000)) throw new BadRequestError('no pace')
  app.db().newQuery(`
    UPDATE workers SET fixed_seconds = {:fixedSeconds}, seconds_per_source_second = {:secondsPerSourceSecond} WHERE id = {:workerId}`)
    .bind({ workerId, fixedSeconds, secondsPerSourceSecond }).execute()
  return { status: 200, body: {} }
}

/** Forgets workers that have been silent for a day. */
function forgetOldWorkers(app) {
  app.db().newQuery(`
    DELETE FROM workers WHERE is_paused = FALSE AND last_seen_at < strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-1 day')`).execute()
}

/** Tells idle workers that something may be claimable. Other subscribers of the topic are passed over. */
function nudgeWorkers(app) {
  const message = new SubscriptionMessage({ name: 'queue/nudge', data: '{}' })
  const clients = app.subscriptionsBroker().clients()
  for (const id in clients) {
    const client = clients[id]
    if (!client.hasSubscription('queue/nudge')) continue
    const auth = client.get('auth')
    if (auth && auth.collection().name === 'workers') client.send(message)
  }
}

module.exports = { registerWorker, tellPace, forgetOldWorkers, nudgeWorkers }
