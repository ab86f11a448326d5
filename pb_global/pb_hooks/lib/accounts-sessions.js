const { audit } = require(`${__hooks}/lib/accounts-audit.js`)
const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)

// Families of refresh tokens. All times are this server's.

const stamp = milliseconds => new Date(milliseconds).toISOString().replace('T', ' ')

/** A new family; its first token is known by `hash`. */
function startSession(app, { user, hash, from, idleSeconds, absoluteSeconds }) {
  const now = Date.now()
  const session = new Record(app.findCollectionByNameOrId('sessions'))
  writeTransaction(app, tx => {
    session.set('user', user)
    session.set('current_hash', hash)
    session.set('session_version', tx.findRecordById('users', user).getInt('session_version'))
    session.set('user_agent', from.userAgent)
    session.set('expires_at', stamp(now + Math.min(idleSeconds, absoluteSeconds) * 1000))
    session.set('absolute_expires_at', stamp(now + absoluteSeconds * 1000))
    tx.save(session)
    audit(tx, user, 'session.started', session.id, from)
  })
  return { family: session.id }
}

/**
 * Trades the token known by `hash` for the one known by `next`. Outcomes:
 * `rotated` · `again` (another tab did it a moment ago: it gets the same successor) · `over` (unknown, expired, ended)
 * · `reused` (a token that was used before: somebody has a copy, so the whole family ends).
 */
function rotateSession(app, { family, hash, next, from, idleSeconds, graceSeconds }) {
  return writeTransaction(app, tx => {
    const isRotated = rotate(tx, { family, hash, next, idleSeconds })
    const session = find(tx, family)
    if (session === null) return { outcome: 'over', user: null }
    const outcome = isRotated ? 'rotated' : judge(tx, session, hash, graceSeconds)
    if (outcome === 'reused') revoke(tx, session, 'reused', from)
    return { outcome, user: session.getString('user') }
  })
}

/** Ends the family when `hash` is one of its two newest tokens. */
function endSession(app, { family, hash, from }) {
  writeTransaction(app, tx => {
    const session = find(tx, family)
    if (session === null || session.getString('revoked_at') !== '') return
    if (session.getString('current_hash') === hash || session.getString('previous_hash') === hash) revoke(tx, session, 'logout', from)
  })
  return {}
}

/** Ends one session of a person, or (`others`) all but that one. One that is not theirs is left in peace. */
function revokeSessions(app, { user, session, others, from }) {
  writeTransaction(app, tx => {
    const filter = `user = {:user} && revoked_at = "" && id ${others === true ? '!=' : '='} {:session}`
    for (const row of tx.findRecordsByFilter('sessions', filter, '', 0, 0, { user, session })) revoke(tx, row, 'ended', from)
  })
  return {}
}

function forgetOldSessions(app) {
  app.db().newQuery('DELETE FROM sessions WHERE expires_at < {:before}').bind({ before: stamp(Date.now() - 7 * 24 * 3600 * 1000) }).execute()
}

// One guarded statement: of many refreshes at once exactly one finds its hash still current.
function rotate(tx, { family, hash, next, idleSeconds }) {
  const now = Date.now()
  const rows = arrayOf(new DynamicModel({ id: '' }))
  tx.db().newQuery(`
    UPDATE sessions SET previous_hash = current_hash, current_hash = {:next}, generation = generation + 1,
      rotated_at = {:now}, updated = {:now}, expires_at = min({:until}, absolute_expires_at)
    WHERE id = {:family} AND current_hash = {:hash} AND revoked_at = '' AND expires_at > {:now}
      AND session_version = (SELECT session_version FROM users WHERE users.id = sessions.user)
    RETURNING id`)
    .bind({ family, hash, next, now: stamp(now), until: stamp(now + idleSeconds * 1000) }).all(rows)
  return rows.length === 1
}

function judge(tx, session, hash, graceSeconds) {
  const isOver = session.getString('revoked_at') !== '' || session.getString('expires_at') <= stamp(Date.now())
    || session.getInt('session_version') !== tx.findRecordById('users', session.getString('user')).getInt('session_version')
  if (isOver || session.getString('current_hash') === hash) return 'over'
  const isPrevious = session.getString('previous_hash') === hash
  return isPrevious && session.getString('rotated_at') > stamp(Date.now() - graceSeconds * 1000) ? 'again' : 'reused'
}

function revoke(tx, session, reason, from) {
  session.set('revoked_at', stamp(Date.now()))
  session.set('revoked_reason', reason)
  tx.save(session)
  audit(tx, session.getString('user'), `session.${reason}`, session.id, from)
}

function find(tx, family) {
  const [session] = tx.findRecordsByFilter('sessions', 'id = {:family}', '', 1, 0, { family })
  return session || null
}

module.exports = { startSession, rotateSession, endSession, revokeSessions, forgetOldSessions }
