/// <reference path="../pb_data/types.d.ts" />

// Accounts and what hangs on them. Every rule is null: only the backend (as superuser) reads and writes here, partly
// through the hook routes of pb_hooks/accounts.pb.js. Nothing of a meeting's content is in this database.
migrate(
  app => {
    closeUsers(app)
    for (const make of [userDatabases, databaseDays, sessions, apiKeys, shareLinks, auditLog, installation]) app.save(make(app))
  },
  app => {
    for (const name of ['installation', 'audit_log', 'share_links', 'api_keys', 'sessions', 'database_days', 'user_databases']) {
      app.delete(app.findCollectionByNameOrId(name))
    }
  },
)

const text = (name, max, more = {}) => ({ type: 'text', name, max, ...more })
const number = (name, more = {}) => ({ type: 'number', name, onlyInt: true, ...more })
const date = name => ({ type: 'date', name })
const stamps = [
  { type: 'autodate', name: 'created', onCreate: true },
  { type: 'autodate', name: 'updated', onCreate: true, onUpdate: true },
]
const closed = { type: 'base', listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null }

// What belongs to a person goes with them. With the wrapped key goes the only way to open their secrets.
function owner(app, more = {}) {
  return { type: 'relation', name: 'user', collectionId: app.findCollectionByNameOrId('users').id, maxSelect: 1, required: true, cascadeDelete: true, ...more }
}

// PocketBase comes with an open `users` collection. Sign-up that tells which addresses exist, mass assignment and
// tokens of PocketBase's own are shut here: people come in through our API only.
function closeUsers(app) {
  const users = app.findCollectionByNameOrId('users')
  for (const rule of ['listRule', 'viewRule', 'createRule', 'updateRule', 'deleteRule', 'authRule', 'manageRule']) users[rule] = null
  users.passwordAuth.enabled = false
  users.oauth2.enabled = false
  users.otp.enabled = false
  users.mfa.enabled = false
  users.authAlert.enabled = false
  // Raised by a password reset: refresh tokens and reset links made before it are void.
  // The panel then shows who a relation means also where somebody gave no name.
  users.fields.getByName('email').presentable = true
  users.fields.add(new NumberField({ name: 'session_version', onlyInt: true, min: 0 }))
  users.fields.add(new NumberField({ name: 'max_pending_jobs', onlyInt: true, min: 0, help: '0 = the setting MAX_PENDING_JOBS' }))
  users.fields.add(new NumberField({ name: 'storage_limit_bytes', onlyInt: true, min: 0, help: '0 = no limit of their own' }))
  users.fields.add(new JSONField({ name: 'settings', maxSize: 10000 }))
  app.save(users)
}

function userDatabases(app) {
  return new Collection({
    ...closed, name: 'user_databases',
    fields: [
      text('name', 60, { required: true, presentable: true, pattern: '^\\d{4}-\\d{2}-\\d{2}-\\d{3,}-[a-z0-9-]{1,32}$' }),
      owner(app),
      { type: 'select', name: 'status', values: ['provisioning', 'ready', 'quarantined', 'deleting'], maxSelect: 1, required: true },
      text('day', 10, { required: true, pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
      number('seq', { required: true, min: 1 }),
      number('schema_version', { min: 0 }),
      number('size_bytes', { min: 0 }),
      text('wrapped_key', 400, { required: true, hidden: true }),
      text('key_id', 40, { required: true }),
      text('home_node', 120),
      date('last_opened_at'),
      ...stamps,
    ],
    indexes: [
      'CREATE UNIQUE INDEX idx_user_databases_user ON user_databases (user)',
      'CREATE UNIQUE INDEX idx_user_databases_name ON user_databases (name)',
      'CREATE UNIQUE INDEX idx_user_databases_day_seq ON user_databases (day, seq)',
    ],
  })
}

// The last number given out on a day. The registry alone would give a number again after its newest row was deleted.
function databaseDays() {
  return new Collection({
    ...closed, name: 'database_days',
    fields: [text('day', 10, { required: true, presentable: true }), number('last_seq', { required: true, min: 1 })],
    indexes: ['CREATE UNIQUE INDEX idx_database_days_day ON database_days (day)'],
  })
}

// One row is one family of refresh tokens: a login and everything it was rotated into. Tokens are here as SHA-256 only.
function sessions(app) {
  return new Collection({
    ...closed, name: 'sessions',
    fields: [
      owner(app),
      text('current_hash', 64, { required: true, hidden: true }),
      text('previous_hash', 64, { hidden: true }),
      number('generation', { min: 0 }),
      number('session_version', { min: 0 }),
      text('user_agent', 300),
      date('rotated_at'), date('expires_at'), date('absolute_expires_at'), date('revoked_at'),
      text('revoked_reason', 40),
      ...stamps,
    ],
    indexes: [
      'CREATE UNIQUE INDEX idx_sessions_current ON sessions (current_hash)',
      'CREATE INDEX idx_sessions_user ON sessions (user)',
      'CREATE INDEX idx_sessions_expires ON sessions (expires_at)',
    ],
  })
}

function apiKeys(app) {
  return new Collection({
    ...closed, name: 'api_keys',
    fields: [
      owner(app), text('name', 100, { presentable: true }), text('prefix', 20, { required: true }), text('key_hash', 64, { required: true, hidden: true }),
      { type: 'json', name: 'scopes', maxSize: 2000 }, date('last_used_at'), date('expires_at'), date('revoked_at'), ...stamps,
    ],
    indexes: ['CREATE UNIQUE INDEX idx_api_keys_hash ON api_keys (key_hash)', 'CREATE INDEX idx_api_keys_user ON api_keys (user)'],
  })
}

function shareLinks(app) {
  return new Collection({
    ...closed, name: 'share_links',
    fields: [text('token', 22, { required: true, min: 22, pattern: '^[A-Za-z0-9]{22}$' }), owner(app), text('video', 20, { required: true }), date('revoked_at'), ...stamps],
    indexes: ['CREATE UNIQUE INDEX idx_share_links_token ON share_links (token)', 'CREATE INDEX idx_share_links_video ON share_links (user, video)'],
  })
}

// Who did what. `actor` and `subject` are ids, not relations: the line outlives what it tells of.
function auditLog() {
  return new Collection({
    ...closed, name: 'audit_log',
    fields: [text('actor', 40, { required: true }), text('action', 60, { required: true, presentable: true }), text('subject', 80), { type: 'autodate', name: 'created', onCreate: true }],
    indexes: ['CREATE INDEX idx_audit_log_created ON audit_log (created)', 'CREATE INDEX idx_audit_log_actor ON audit_log (actor, created)'],
  })
}

function installation() {
  return new Collection({
    ...closed, name: 'installation',
    fields: [text('name', 10, { required: true }), text('install_id', 40, { required: true, presentable: true }), text('key_check', 120, { required: true, hidden: true }), ...stamps],
    indexes: ['CREATE UNIQUE INDEX idx_installation_name ON installation (name)'],
  })
}
