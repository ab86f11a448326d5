const { updateReturningIds, now } = require(`${__hooks}/lib/queue-database.js`)

/**
 * Writes down who did what. `actor` and `subject` are ids or the end of a key: no address, no name, no content.
 * `from` tells the browser, the system and the network, where somebody did it in a browser.
 */
function audit(app, actor, action, subject, from) {
  const line = new Record(app.findCollectionByNameOrId('audit_log'))
  line.set('actor', actor)
  line.set('action', action)
  line.set('subject', subject || '')
  for (const name of ['browser', 'system', 'network']) line.set(name, String((from && from[name]) || ''))
  line.set('times', 1)
  line.set('last_at', new DateTime())
  app.save(line)
}

/** What is refused again and again from one place within an hour is one line that counts: nobody floods somebody's log. */
function auditRefused(tx, { user, action, from }) {
  const [known] = updateReturningIds(tx, `
    UPDATE audit_log SET times = times + 1, last_at = ${now}
    WHERE actor = {:user} AND action = {:action} AND network = {:network} AND browser = {:browser} AND system = {:system}
      AND last_at > strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-1 hour')`,
  { user, action, network: String(from.network || ''), browser: String(from.browser || ''), system: String(from.system || '') })
  if (!known) audit(tx, user, action, '', from)
}

/** From where somebody did what is forgotten with them; that it was done stays, for the operator. */
function forgetPlaces(tx, user) {
  tx.db().newQuery("UPDATE audit_log SET browser = '', system = '', network = '' WHERE actor = {:user}").bind({ user }).execute()
}

// That an account was deleted stays (an id, and no place): backups that were away meanwhile learn of it here.
function forgetOldLines(app) {
  app.db().newQuery("DELETE FROM audit_log WHERE last_at < strftime('%Y-%m-%d %H:%M:%fZ', 'now', '-365 days') AND action NOT IN ('user.closed', 'user.deleted')").execute()
}

module.exports = { audit, auditRefused, forgetPlaces, forgetOldLines }
