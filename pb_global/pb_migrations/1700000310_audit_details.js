/// <reference path="../pb_data/types.d.ts" />

// From where something was done, for the person whose account it is: the browser in one word and the network of the
// address, never the address itself. What is tried again and again is one line that counts.
migrate(
  app => {
    const log = app.findCollectionByNameOrId('audit_log')
    for (const [name, max] of [['browser', 40], ['system', 40], ['network', 60]]) log.fields.add(new TextField({ name, max }))
    log.fields.add(new NumberField({ name: 'times', onlyInt: true, min: 0 }))
    log.fields.add(new DateField({ name: 'last_at' }))
    log.indexes = [...log.indexes, 'CREATE INDEX idx_audit_log_actor_last ON audit_log (actor, last_at DESC)']
    app.save(log)
    app.db().newQuery('UPDATE audit_log SET times = 1, last_at = created').execute()
  },
  app => {
    const log = app.findCollectionByNameOrId('audit_log')
    log.indexes = log.indexes.filter(index => !index.includes('idx_audit_log_actor_last'))
    for (const name of ['browser', 'system', 'network', 'times', 'last_at']) log.fields.removeByName(name)
    app.save(log)
  },
)
