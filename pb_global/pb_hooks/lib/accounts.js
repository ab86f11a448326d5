const { audit } = require(`${__hooks}/lib/accounts-audit.js`)
const { findOrNull } = require(`${__hooks}/lib/find-or-null.js`)
const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)

// People. Each function gets the request's body as the backend sent it and answers a plain object.

/** `{ user: null }` when the address is taken. Both ways cost one bcrypt, so the time does not tell them apart. */
function createUser(app, { email, password, name, settings }) {
  const record = hashed(app, password)
  record.set('email', email)
  record.set('name', name)
  record.set('settings', settings)
  return writeTransaction(app, tx => {
    if (findByEmail(tx, email) !== null) return { user: null }
    tx.save(record)
    audit(tx, record.id, 'user.registered', record.id)
    return { user: view(record) }
  })
}

/** `{ user: null }` for a wrong password and for an unknown address, after the same work. */
function checkPassword(app, { email, password }) {
  const record = findByEmail(app, email)
  if (record === null) {
    hashed(app, password.slice(0, 71))
    return { user: null }
  }
  return { user: record.validatePassword(password) ? view(record) : null }
}

/** Sets it, verifies the address when asked to, and ends every session. `{ isDone: false }` when `ifVersion` has passed. */
function setPassword(app, { user, password, ifVersion, isVerified, from }) {
  const prepared = hashed(app, password)
  return writeTransaction(app, tx => {
    const record = tx.findRecordById('users', user)
    if (typeof ifVersion === 'number' && record.getInt('session_version') !== ifVersion) return { isDone: false }
    record.setRaw('password', prepared.getRaw('password'))
    record.refreshTokenKey()
    record.set('session_version', record.getInt('session_version') + 1)
    if (isVerified === true) record.set('verified', true)
    tx.save(record)
    tx.db().newQuery("UPDATE sessions SET revoked_at = {:now}, revoked_reason = 'password' WHERE user = {:user} AND revoked_at = ''")
      .bind({ now: new Date().toISOString().replace('T', ' '), user: record.id }).execute()
    audit(tx, record.id, 'user.password_set', record.id, from)
    return { isDone: true }
  })
}

function findByEmail(app, email) {
  return findOrNull(() => app.findAuthRecordByEmail('users', email))
}

// bcrypt takes some 60 ms: it is done before the transaction, so that nobody waits for the write lock meanwhile.
function hashed(app, password) {
  const record = new Record(app.findCollectionByNameOrId('users'))
  record.setPassword(password)
  return record
}

function view(record) {
  return { id: record.id, email: record.email(), name: record.getString('name'), verified: record.verified(), session_version: record.getInt('session_version'), settings: JSON.parse(record.getString('settings') || 'null') }
}

module.exports = { createUser, checkPassword, setPassword }
