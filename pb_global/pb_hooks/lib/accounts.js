const { audit } = require(`${__hooks}/lib/accounts-audit.js`)

// People. Each function gets the request's body as the backend sent it and answers a plain object.

/** `{ user: null }` when the address is taken. Both ways cost one bcrypt, so the time does not tell them apart. */
function createUser(app, { email, password, name }) {
  let user = null
  app.runInTransaction(tx => {
    const isTaken = findByEmail(tx, email) !== null
    const record = new Record(tx.findCollectionByNameOrId('users'))
    record.set('email', email)
    record.setPassword(password)
    if (isTaken) return
    record.set('name', name)
    record.set('verified', false)
    tx.save(record)
    audit(tx, record.id, 'user.registered', record.id)
    user = view(record)
  })
  return { user }
}

/** `{ user: null }` for a wrong password and for an unknown address, after the same work. */
function checkPassword(app, { email, password }) {
  const record = findByEmail(app, email)
  if (record === null) {
    new Record(app.findCollectionByNameOrId('users')).setPassword(password.slice(0, 71))
    return { user: null }
  }
  return { user: record.validatePassword(password) ? view(record) : null }
}

/** Sets it, verifies the address when asked to, and ends every session. `{ isDone: false }` when `ifVersion` has passed. */
function setPassword(app, { user, password, ifVersion, isVerified }) {
  let isDone = false
  app.runInTransaction(tx => {
    const record = tx.findRecordById('users', user)
    if (typeof ifVersion === 'number' && record.getInt('session_version') !== ifVersion) return
    record.setPassword(password)
    record.set('session_version', record.getInt('session_version') + 1)
    if (isVerified === true) record.set('verified', true)
    tx.save(record)
    tx.db().newQuery("UPDATE sessions SET revoked_at = {:now}, revoked_reason = 'password' WHERE user = {:user} AND revoked_at = ''")
      .bind({ now: new Date().toISOString().replace('T', ' '), user: record.id }).execute()
    audit(tx, record.id, 'user.password_set', record.id)
    isDone = true
  })
  return { isDone }
}

function findByEmail(app, email) {
  try {
    return app.findAuthRecordByEmail('users', email)
  } catch (error) {
    if (String(error).includes('no rows')) return null
    throw error
  }
}

function view(record) {
  return { id: record.id, email: record.email(), name: record.getString('name'), verified: record.verified(), session_version: record.getInt('session_version') }
}

module.exports = { createUser, checkPassword, setPassword }
