/// <reference path="../pb_data/types.d.ts" />

// What the backend does with accounts and what must be one transaction. Superuser only; the thinking is in lib/accounts.js.

routerAdd('POST', '/api/accounts/users', e => {
  const { createUser } = require(`${__hooks}/lib/accounts.js`)
  return e.json(200, createUser($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/check-password', e => {
  const { checkPassword } = require(`${__hooks}/lib/accounts.js`)
  return e.json(200, checkPassword($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/password', e => {
  const { setPassword } = require(`${__hooks}/lib/accounts.js`)
  return e.json(200, setPassword($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/databases', e => {
  const { registerDatabase } = require(`${__hooks}/lib/accounts-databases.js`)
  return e.json(200, registerDatabase($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/databases/opened', e => {
  const { noteOpened } = require(`${__hooks}/lib/accounts-databases.js`)
  return e.json(200, noteOpened($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/accounts/databases/migrated', e => {
  const { noteMigrated } = require(`${__hooks}/lib/accounts-databases.js`)
  return e.json(200, noteMigrated($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/accounts/databases/quarantine', e => {
  const { quarantineDatabase } = require(`${__hooks}/lib/accounts-databases.js`)
  return e.json(200, quarantineDatabase($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/sessions', e => {
  const { startSession } = require(`${__hooks}/lib/accounts-sessions.js`)
  return e.json(200, startSession($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/accounts/sessions/rotate', e => {
  const { rotateSession } = require(`${__hooks}/lib/accounts-sessions.js`)
  return e.json(200, rotateSession($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/accounts/sessions/end', e => {
  const { endSession } = require(`${__hooks}/lib/accounts-sessions.js`)
  return e.json(200, endSession($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/sessions/revoke', e => {
  const { revokeSessions } = require(`${__hooks}/lib/accounts-sessions.js`)
  return e.json(200, revokeSessions($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('POST', '/api/accounts/close', e => {
  const { closeAccount } = require(`${__hooks}/lib/accounts-closing.js`)
  return e.json(200, closeAccount($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

routerAdd('GET', '/api/accounts/closed', e => {
  const { listClosed } = require(`${__hooks}/lib/accounts-closing.js`)
  return e.json(200, listClosed($app))
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

routerAdd('POST', '/api/accounts/forget', e => {
  const { forgetAccount } = require(`${__hooks}/lib/accounts-closing.js`)
  return e.json(200, forgetAccount($app, e.requestInfo().body))
}, $apis.requireSuperuserAuth())

// { user, action, subject, from } → {}: what the backend saw somebody do
routerAdd('POST', '/api/accounts/audit', e => {
  const { audit, auditRefused } = require(`${__hooks}/lib/accounts-audit.js`)
  const { writeTransaction } = require(`${__hooks}/lib/queue-database.js`)
  const { user, action, subject, from } = e.requestInfo().body
  writeTransaction($app, tx => action.endsWith('refused') ? auditRefused(tx, { user, action, from }) : audit(tx, user, action, subject, from))
  return e.json(200, {})
}, $apis.requireSuperuserAuth(), $apis.skipSuccessActivityLog())

cronAdd('forget-old-audit-lines', '23 3 * * *', () => {
  const { forgetOldLines } = require(`${__hooks}/lib/accounts-audit.js`)
  forgetOldLines($app)
})

// Families that nobody can use any more; they stay a week for whoever looks into an incident.
cronAdd('forget-old-sessions', '17 3 * * *', () => {
  const { forgetOldSessions } = require(`${__hooks}/lib/accounts-sessions.js`)
  forgetOldSessions($app)
})
