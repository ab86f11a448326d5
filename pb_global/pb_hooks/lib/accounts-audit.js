// `actor` and `subject` are ids; no address, no name, no content.
function audit(app, actor, action, subject) {
  const line = new Record(app.findCollectionByNameOrId('audit_log'))
  line.set('actor', actor)
  line.set('action', action)
  line.set('subject', subject || '')
  app.save(line)
}

module.exports = { audit }
