/// <reference path="../pb_data/types.d.ts" />

const text = (name, max, more = {}) => ({ type: 'text', name, max, ...more })
const number = (name, more = {}) => ({ type: 'number', name, ...more })
const date = name => ({ type: 'date', name })
const stamps = [
  { type: 'autodate', name: 'created', onCreate: true },
  { type: 'autodate', name: 'updated', onCreate: true, onUpdate: true },
]

// The queue and the workers that empty it. Every rule is null: nobody but a superuser reads or writes through the
// plain REST API, and even a superuser's edit of a job goes through pb_hooks/queue-admin.pb.js. Claims are hook
// routes (pb_hooks/queue.pb.js), because a PATCH behind a rule can be won by several callers at once.
migrate(
  app => {
    app.save(workersCollection())
    app.save(queueCollection(app))
  },
  app => {
    for (const name of ['global_queue', 'workers']) app.delete(app.findCollectionByNameOrId(name))
  },
)

// Workers get their token from POST /api/queue/workers, which asks for WORKER_SECRET: there is no password to guess.
function workersCollection() {
  return new Collection({
    type: 'auth', name: 'workers',
    listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null, authRule: null, manageRule: null,
    passwordAuth: { enabled: false }, oauth2: { enabled: false }, otp: { enabled: false }, mfa: { enabled: false },
    authAlert: { enabled: false },
    // An hour: a changed WORKER_SECRET shuts every old worker out within that time.
    authToken: { duration: 3600 },
    fields: [
      { type: 'email', name: 'email', system: true, required: false },
      text('name', 120, { required: true, presentable: true }),
      text('host', 120), text('version', 40), date('last_seen_at'), text('current_job', 20),
      { type: 'bool', name: 'is_paused', help: 'A paused worker finishes what it has and takes nothing new.' },
      ...stamps,
    ],
    indexes: ['CREATE UNIQUE INDEX idx_workers_name ON workers (name)'],
  })
}

function queueCollection(app) {
  return new Collection({
    type: 'base', name: 'global_queue',
    listRule: null, viewRule: null, createRule: null, updateRule: null, deleteRule: null,
    fields: [
      { type: 'relation', name: 'user', collectionId: app.findCollectionByNameOrId('users').id, maxSelect: 1, required: true, cascadeDelete: true },
      text('kind', 40, { required: true }),
      { type: 'select', name: 'lane', values: ['conversion', 'short'], maxSelect: 1, required: true },
      text('subject', 40),
      { type: 'json', name: 'payload', maxSize: 10000 },
      { type: 'select', name: 'status', values: ['pending', 'processing', 'completed', 'dead', 'cancelled'], maxSelect: 1, required: true },
      number('priority', { onlyInt: true }),
      // Round robin: a user's first waiting job gets the turn that is being served, their next one the turn after it.
      number('turn', { onlyInt: true }),
      number('attempts', { onlyInt: true, min: 0 }),
      number('max_attempts', { onlyInt: true, min: 1 }),
      date('run_after'),
      text('worker_id', 20),
      date('claimed_at'),
      text('claim_token', 64, { hidden: true }),
      date('lease_expires_at'),
      text('stage', 40),
      number('progress', { min: 0, max: 100 }),
      number('seconds_left', { min: -1, help: '-1 while it is not known' }),
      text('error_code', 60),
      text('error_message', 1000),
      text('idempotency_key', 200, { required: true }),
      date('started_at'),
      date('finished_at'),
      ...stamps,
    ],
    indexes: [
      'CREATE UNIQUE INDEX idx_queue_idempotency ON global_queue (user, idempotency_key)',
      // In the directions of the claim's ORDER BY: 0.13 ms a claim with 20 000 rows waiting, 4.4 ms without.
      "CREATE INDEX idx_queue_next ON global_queue (lane, priority DESC, turn, created, id) WHERE status = 'pending'",
      // Held by a worker: running, or cancelled and not yet let go.
      "CREATE INDEX idx_queue_held ON global_queue (lane, lease_expires_at) WHERE lease_expires_at != ''",
      "CREATE INDEX idx_queue_served ON global_queue (lane, priority, turn) WHERE started_at != '' AND status != 'pending'",
      'CREATE INDEX idx_queue_user_turn ON global_queue (user, lane, priority, turn)',
      'CREATE INDEX idx_queue_user_status ON global_queue (user, status, lane)',
      'CREATE INDEX idx_queue_updated ON global_queue (updated)',
    ],
  })
}
